/** Status values of VOD ("media status"), and Deleted. */
export const VIDEO_STATUSES = [
  'Uploading',
  'UploadFail',
  'UploadSucc',
  'Transcoding',
  'TranscodeFail',
  'Checking',
  'Blocked',
  'Normal',
  'ProduceFail',
  'Deleted',
] as const

export type VideoStatus = (typeof VIDEO_STATUSES)[number]

/** Whether a file has arrived at VOD, and is still there. */
export function hasFile(status: VideoStatus): boolean {
  return status !== 'Uploading' && status !== 'UploadFail' && status !== 'Deleted'
}

/** A video as its owner sees it. */
export interface Video {
  videoId: string
  title: string
  /** Empty where there is none. */
  description: string
  tags: string[]
  /** VOD's number of it. */
  categoryId: string | null
  /** Bytes: as declared, until VOD has counted. */
  size: number
  status: VideoStatus
  /** Why it is blocked: a limit that it breaks, by the code of that, or what a reviewer has written. */
  reason: string | null
  coverUrl: string | null
  /** Seconds; null until VOD has looked at it. */
  duration: number | null
  /** ISO 8601 UTC. */
  createdAt: string
}

/** What a user says of a video; whatever is left out stays as it is. */
export interface Details {
  title?: string | undefined
  description?: string | undefined
  tags?: string[] | undefined
  categoryId?: string | null | undefined
  coverUrl?: string | undefined
}

/** Tells a repeated call from a new one. */
export interface Idempotency {
  /** The caller's, 1–64 characters; each user has keys of their own. */
  key: string
  /** A hash of what the call asks for. */
  request: string
}

/** What a user registers. */
export interface NewVideo {
  videoId: string
  owner: string
  title: string
  size: number
  method: 'sts' | 'credential'
  /** Of the call that makes it, where that has an Idempotency-Key. */
  idempotency?: Idempotency | undefined
}
