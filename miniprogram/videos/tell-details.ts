import type { Uploader, UploadSnapshot, UploadTask } from '../uploader/index'
import type { PickedVideo, VideoWords } from './picked-video'
import type { Details } from './video-details'

interface Outbox {
  tell(videoId: string, details: Details): void
}

/** Tells the service, once VOD has a video, what the user has said of it before. Returns what ends that. */
export function followDetails(uploader: Pick<Uploader<PickedVideo>, 'subscribe' | 'get'>, outbox: Outbox): () => void {
  return uploader.subscribe(({ id, videoId, file }, change) => {
    if (change === 'removed' || videoId === undefined || file.toldFor === videoId) return
    const details = detailsOf(file)
    if (Object.keys(details).length === 0) return
    outbox.tell(videoId, details)
    // Kept with the file, so that another life of the app does not say it again.
    uploader.get(id)?.edit({ toldFor: videoId })
  })
}

/** Takes what the user says of a video, at any time: VOD is told when it makes the video, the service afterwards. */
export function sayOf(task: UploadTask<PickedVideo>, words: VideoWords & { title?: string }, outbox: Outbox): void {
  const { title, ...rest } = words
  const { videoId, file } = task.snapshot
  const renamed = title !== undefined && title !== file.title
  // What VOD may have been told already is changed by way of the service.
  const late = renamed && !task.rename(title)
  if (late || Object.keys(rest).length > 0) task.edit({ ...rest, ...(late && { title, retitled: true }) })
  // What it is told first, it is told of all: see followDetails.
  if (videoId === undefined || file.toldFor !== videoId) return
  outbox.tell(videoId, { ...rest, ...(renamed && { title }) })
}

/** The user has accepted one message about a video. */
export function notifyOf(task: UploadTask<PickedVideo>, outbox: Outbox): void {
  const { videoId, file } = task.snapshot
  task.edit({ notify: true })
  if (videoId !== undefined && file.toldFor === videoId) outbox.tell(videoId, { notify: true })
}

/** What CreateUploadVideo was not told. */
function detailsOf({
  title,
  description,
  tags,
  categoryId,
  coverPath,
  notify,
  retitled,
}: UploadSnapshot<PickedVideo>['file']): Details {
  return {
    ...(retitled && { title }),
    ...(description && { description }),
    ...(tags?.length && { tags }),
    ...(categoryId && { categoryId }),
    ...(coverPath && { coverPath }),
    ...(notify && { notify }),
  }
}
