// The app and its pages, and what a test wants to see of them. Bundled by app-bundle.ts and run once for each life.
import '../../miniprogram/app'
import '../../miniprogram/pages/upload/upload'
import '../../miniprogram/pages/videos/videos'

export { en } from '../../miniprogram/i18n/en'
export { explainError } from '../../miniprogram/i18n/explain-error'
export { zh } from '../../miniprogram/i18n/zh'
export { remedyFor } from '../../miniprogram/pages/upload/remedy'
export { uploader } from '../../miniprogram/services'
