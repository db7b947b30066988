import type { Sts } from './cloud/sts'
import type { Vod } from './cloud/vod'
import type { WeChat } from './cloud/wechat'
import type { Log } from './log'
import type { Settings } from './settings/settings'
import type { Videos } from './store/videos'
import type { UploadMarks } from './upload-mark'

/** What the routes work with. */
export interface Service {
  settings: Settings
  wechat: WeChat
  sts: Sts
  vod: Vod
  videos: Videos
  marks: UploadMarks
  log: Log
  /** Milliseconds since 1970. */
  now: () => number
}
