import type { UploadSnapshot } from '../uploader/index'
import type { ListedVideo } from '../videos/listed-video'
import { formatBytes, formatDate, formatDuration } from './format'
import type { Texts } from './zh'

type Known = Pick<ListedVideo, 'kind' | 'video' | 'upload'>

/** What a video is at, in a few words. */
export function kindWords({ kind, video, upload }: Known, t: Texts): string {
  switch (kind) {
    case 'uploading':
      return uploadWords(upload, t)
    case 'elsewhere':
      return t.kindElsewhere
    case 'unfinished':
      return t.kindUnfinished
    case 'processing':
      return t.kindProcessing
    case 'review':
      return t.kindReview
    case 'ready':
      return t.kindReady
    case 'blocked':
      return video?.reason ? t.kindBlockedBecause(video.reason) : t.kindBlocked
    case 'failed':
      return hasFile(video?.status) ? t.kindTranscodeFailed : t.kindUploadFailed
    case 'deleted':
      return t.kindDeleted
    case 'local':
      return t.kindLocal
  }
}

/** What that means, and what can be done; empty where there is nothing to say. */
export function kindMeaning({ kind, video }: Known, t: Texts): string {
  switch (kind) {
    case 'uploading':
      return t.aboutUploading
    case 'elsewhere':
      return t.aboutElsewhere
    case 'unfinished':
      return t.aboutUnfinished
    case 'processing':
      return t.aboutProcessing
    case 'review':
      return t.aboutReview
    case 'ready':
      return ''
    case 'blocked':
      return t.aboutBlocked
    case 'failed':
      return hasFile(video?.status) ? t.aboutFailedTranscode : t.aboutFailedUpload
    case 'deleted':
      return t.aboutDeleted
    case 'local':
      return t.aboutLocal
  }
}

export interface VideoFacts {
  /** Empty where it is not known, as all of them. */
  date: string
  size: string
  length: string
  /** As one says it. */
  spokenLength: string
}

/** What is known of a video, from whoever knows it best: the cloud, then this phone. */
export function videoFacts({ video, upload, record }: Omit<ListedVideo, 'kind'>, t: Texts): VideoFacts {
  const date = video?.createdAt || record?.uploadedAt || 0
  const size = video?.size || upload?.file.size || record?.size || 0
  const seconds = Math.round(video?.duration || upload?.file.duration || record?.duration || 0)
  return {
    date: date > 0 ? formatDate(date) : '',
    // The unit does not part from its number.
    size: size > 0 ? formatBytes(size).replace(' ', '\u00a0') : '',
    length: seconds > 0 ? formatDuration(seconds) : '',
    spokenLength: seconds > 0 ? t.lengthSpoken(Math.floor(seconds / 60), seconds % 60) : '',
  }
}

/** Those that are known, in a line that breaks after a dot and not before it. */
export function joinFacts(...facts: string[]): string {
  return facts.filter((fact) => fact !== '').join('\u00a0· ')
}

/** Whether the cloud has what was uploaded. */
function hasFile(status: string | undefined): boolean {
  return status !== undefined && status !== 'UploadFail' && status !== 'Uploading'
}

function uploadWords(upload: UploadSnapshot | undefined, t: Texts): string {
  const percent = upload?.progress?.percent
  if (upload?.state === 'paused') return percent === undefined ? t.pausedByUser : t.kindPaused(percent)
  return upload?.state === 'uploading' && percent !== undefined ? t.kindUploadingPercent(percent) : t.kindUploading
}
