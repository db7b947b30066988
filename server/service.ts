import type { Sts } from './cloud/sts'
import type { WeChat } from './cloud/wechat'
import type { Log } from './log'
import type { Settings } from './settings'

/** What the routes work with. */
export interface Service {
  settings: Settings
  wechat: WeChat
  sts: Sts
  log: Log
  /** Milliseconds since 1970. */
  now: () => number
}
