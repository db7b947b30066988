export { type Preview, type PreviewOptions, startPreview } from './preview'
