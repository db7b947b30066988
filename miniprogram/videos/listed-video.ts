import type { CloudVideo } from '../service/videos'
import type { UploadSnapshot } from '../uploader/index'
import type { CloudList } from './cloud-list'
import type { PickedVideo } from './picked-video'
import type { VideoRecord } from './video-history'
import { kindOf, type VideoKind } from './video-kind'

/** A row of My videos. */
export interface ListedVideo {
  /** Unlike any other in the list, and the same over its life. */
  id: string
  /** Empty as long as VOD has not given one. */
  videoId: string
  title: string
  kind: VideoKind
  /** As the service has it. */
  video: CloudVideo | undefined
  /** As this phone is uploading it, or has in this life. */
  upload: UploadSnapshot<PickedVideo> | undefined
  /** As this phone has uploaded it. */
  record: VideoRecord | undefined
}

export interface Sources {
  cloud: Pick<CloudList, 'videos' | 'asOf'>
  uploads: readonly UploadSnapshot<PickedVideo>[]
  records: readonly VideoRecord[]
  isHidden(video: { videoId: string; status: string }): boolean
  /** What its user has called it since, and the service does not know yet. */
  titleOf(videoId: string): string | undefined
  now: number
}

/**
 * Merges what the service says with what this phone does: first what is on its way and the service does not list yet, then
 * the service's list. What this phone has uploaded, and the service does not list although it was asked since, is deleted.
 */
export function listVideos({ cloud, uploads, records, isHidden, titleOf, now }: Sources): ListedVideo[] {
  const uploadOf = new Map(uploads.map((upload) => [upload.videoId, upload]))
  const recordOf = new Map(records.map((record) => [record.videoId, record]))
  const listed = new Set(cloud.videos.map(({ videoId }) => videoId))
  const ofCloud = cloud.videos
    .filter((video) => !isHidden(video))
    .map((video): ListedVideo => {
      const { videoId, title, status, createdAt } = video
      const [upload, record] = [uploadOf.get(videoId), recordOf.get(videoId)]
      // What this phone has uploaded in an earlier life has arrived, whatever the service has heard.
      const own = upload?.state ?? (record && 'success')
      return {
        ...{ id: videoId, videoId, title: titleOf(videoId) ?? title, video, upload, record },
        kind: kindOf(status, own, createdAt > 0 ? now - createdAt : 0),
      }
    })
  const underWay = uploads
    .filter(({ started, state, videoId }) => {
      const isOver = state === 'canceled' || state === 'success' || !started
      return !isOver && (videoId === undefined || (!listed.has(videoId) && !isHidden({ videoId, status: 'Uploading' })))
    })
    .map((upload): ListedVideo => {
      const { id, videoId = '', file, state } = upload
      const title = titleOf(videoId) ?? file.title
      return {
        id,
        videoId,
        title,
        kind: state === 'error' ? 'failed' : 'uploading',
        video: undefined,
        upload,
        record: undefined,
      }
    })
    .reverse()
  const since = records
    .filter(({ videoId, uploadedAt }) => !listed.has(videoId) && (cloud.asOf === 0 || uploadedAt > cloud.asOf))
    .filter(({ videoId }) => !isHidden({ videoId, status: 'UploadSucc' }))
    .map((record): ListedVideo => {
      const { videoId } = record
      const kind = cloud.asOf === 0 ? 'local' : 'processing'
      const [title, upload] = [titleOf(videoId) ?? record.title, uploadOf.get(videoId)]
      return { id: videoId, videoId, title, kind, video: undefined, upload, record }
    })
  return [...underWay, ...since, ...ofCloud]
}
