/** What is looked at, in this order. The ids are part of `--json`, and stay as they are. */
export const CHECK_IDS = [
  'settings',
  'network',
  'wechat',
  'wechat-token',
  'clock',
  'access-key',
  'assume-role',
  'session-seconds',
  'vod',
  'storage',
  'upload-settings',
  'session-policy',
  'role',
  'service-rights',
  'upload-address',
  'region',
  'user-data',
  'oss',
  'review',
  'vod-callback',
  'probe',
  'service',
  'callback',
] as const

export type CheckId = (typeof CHECK_IDS)[number]

/** Why something is wrong, and what mends it: whole sentences, without a secret in them. */
export interface Explanation {
  cause: string
  fix: string
}

/** What the cloud calls it, for whoever asks its support. */
export interface Evidence {
  /** The cloud's own code: `InvalidAccessKeyId.NotFound`, `40125`, `ECONNREFUSED`. */
  code?: string
  /** Of the call that was refused. */
  requestId?: string
}

/** A video that was made at VOD to look at. */
export interface Probe {
  videoId: string
  title: string
}

export type Failed = { status: 'failed' } & Explanation & Evidence

export type Outcome =
  | { status: 'ok'; detail: string }
  | Failed
  | ({ status: 'warning' } & Explanation & Evidence)
  /** There is nothing to look at in this setup, or something else has to be mended first. */
  | { status: 'skipped'; cause: string }
  | { status: 'skipped'; because: CheckId }

export interface Finding extends Evidence {
  id: CheckId
  title: string
  status: Outcome['status']
  /** Of what is in order: what was seen. */
  detail?: string
  cause?: string
  fix?: string
  /** Of what was skipped: the check that failed. */
  because?: CheckId
  /** How long it took, seconds. */
  seconds: number
}
