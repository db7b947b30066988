import type { UploadTicket } from '../miniprogram/uploader/vod/upload-ticket'
import type { AccessKey, AccessKeySource } from '../server/cloud/access-key'
import type { Settings } from '../server/settings/settings'
import type { CallAlibaba, Fields } from './clouds/alibaba'
import type { Refusal } from './clouds/refusal'
import type { Probe } from './finding'
import type { Reach } from './network/reach'
import type { Send } from './network/send'
import type { Texts } from './texts/en/en'

/** How the mini program is set up: miniprogram/config.ts. */
export interface AppConfig {
  engine: 'multipart' | 'vendor'
  authMethod: 'sts' | 'credential'
  /** Calls go by wx.cloud.callContainer, and need no domain. */
  cloudRun: boolean
}

/** What every check is given. */
export interface Context {
  settings: Settings
  app: AppConfig
  /** Of the service itself; undefined where nobody has told. */
  serviceUrl: string | undefined
  texts: Texts
  accessKey: AccessKeySource
  send: Send
  reach: Reach
  call: CallAlibaba
  /** Milliseconds since 1970, by this machine's clock. */
  now(): number
}

/** Which hosts a check talks to. */
export type Upstream = 'wechat' | 'sts' | 'vod'

/** What checks have found out for those after them. */
export interface Found {
  unreachable?: readonly Upstream[]
  /** By how much the cloud's clock is ahead of this machine's, milliseconds. */
  skewMs?: number
  /** What AssumeRole has answered to the service's own question. */
  assumed?: AccessKey | Refusal
  /** What CreateUploadVideo has answered to the first who may call it. */
  created?: Fields | Refusal
  /** Why a user's token may not call it. */
  tokenRefused?: Refusal
  probes?: readonly Probe[]
  ticket?: UploadTicket
  /** `https://outin-….oss-cn-shanghai.aliyuncs.com` */
  bucketUrl?: string
  /** By how much the service's clock is ahead of this machine's, milliseconds. */
  serviceSkewMs?: number
  /** Whether VOD's callback settings are others than these. */
  callbackDiffers?: boolean
  /** What GetVideoInfo has answered of the probe. */
  info?: Fields
  /** Whether the service's key may not ask for it. */
  infoForbidden?: boolean
}

/** What a check needs and an earlier one has found: it runs only where that one has not failed. */
export function given<T>(value: T | undefined, what: keyof Found): T {
  if (value === undefined) throw new Error(`no check has found ${what}`)
  return value
}
