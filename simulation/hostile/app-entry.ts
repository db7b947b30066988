// The app, its pages and what they are made of, and what a test wants to see of them. Bundled by app-bundle.ts and run once for each life.
import '../../miniprogram/app'
import '../../miniprogram/components/video-uploader/video-uploader'
import '../../miniprogram/pages/videos/videos'

export { remedyFor } from '../../miniprogram/components/video-uploader/remedy'
export { en } from '../../miniprogram/i18n/en'
export { explainError } from '../../miniprogram/i18n/explain-error'
export { zh } from '../../miniprogram/i18n/zh'
export { uploader } from '../../miniprogram/services'
