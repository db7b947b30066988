export { type Preview, startPreview } from './preview'
