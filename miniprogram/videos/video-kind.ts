import type { UploadState } from '../uploader/upload-state'

/** What a video is at, for its user. */
export type VideoKind =
  /** On its way from this phone. */
  | 'uploading'
  /** From another phone, as far as is known. */
  | 'elsewhere'
  /** Its upload has begun long ago, and nothing has come of it. */
  | 'unfinished'
  /** The cloud has the file and makes of it what can be played. */
  | 'processing'
  /** Looked at before others may see it (先审后发). */
  | 'review'
  | 'ready'
  | 'blocked'
  | 'failed'
  /** Deleted in the cloud, and still in the list. */
  | 'deleted'
  /** What this phone has uploaded; what has become of it is not known here. */
  | 'local'

/** By VOD's status ("media status"). A status that came later is something that the cloud is at. */
const KINDS: Readonly<Record<string, VideoKind>> = {
  UploadFail: 'failed',
  UploadSucc: 'processing',
  Transcoding: 'processing',
  TranscodeFail: 'failed',
  Checking: 'review',
  Blocked: 'blocked',
  Normal: 'ready',
  ProduceFail: 'failed',
  Deleted: 'deleted',
}

/** After which nobody is uploading it any more, milliseconds: a large file over a slow line takes hours. */
const ABANDONED_MS = 24 * 60 * 60_000

/**
 * @param own state of this phone's upload of it, where there is one
 * @param age milliseconds since it was made
 */
export function kindOf(status: string, own: UploadState | undefined, age: number): VideoKind {
  if (status !== 'Uploading') return KINDS[status] ?? 'processing'
  switch (own) {
    case undefined:
    case 'canceled':
      return age > ABANDONED_MS ? 'unfinished' : 'elsewhere'
    case 'success':
      return 'processing'
    case 'error':
      return 'failed'
    default:
      return 'uploading'
  }
}

/** Whether the cloud will make something else of it by itself. */
export function isMoving(kind: VideoKind): boolean {
  return kind === 'elsewhere' || kind === 'processing' || kind === 'review'
}
