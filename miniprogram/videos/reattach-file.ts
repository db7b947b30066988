import type { Uploader, UploadTask } from '../uploader/index'
import type { PickedVideo } from './picked-video'

/** What a video that was picked again brings to its upload, which keeps its title. */
export function newFile({ path, thumbPath, size }: PickedVideo): Partial<PickedVideo> & { path: string } {
  return { path, thumbPath, ...(size > 0 && { size }) }
}

/**
 * Gives a video that was picked again to the upload that has lost its file.
 * @returns whether there is such an upload
 */
export async function reattachFile(
  uploader: Pick<Uploader<PickedVideo>, 'reattachFile' | 'tasks' | 'add' | 'move' | 'remove'>,
  video: PickedVideo,
): Promise<boolean> {
  if ((await uploader.reattachFile(newFile(video))) !== undefined) return true
  // Of what was never started no more is known than its size.
  const draft = uploader.tasks.find(
    ({ snapshot: { file } }) =>
      file.lost && file.size > 0 && file.size === video.size && file.fileName === video.fileName,
  )
  if (draft) takePlace(uploader, draft, { ...newFile(video), lost: false })
  return draft !== undefined
}

/** Puts another file into the place of one that was not started, with all that was said of that. */
export function takePlace(
  uploader: Pick<Uploader<PickedVideo>, 'tasks' | 'add' | 'move' | 'remove'>,
  task: UploadTask<PickedVideo>,
  file: Partial<PickedVideo> & { path: string },
): UploadTask<PickedVideo> {
  const at = uploader.tasks.indexOf(task)
  const taking = uploader.add({ ...task.snapshot.file, ...file })
  uploader.move(taking.id, at)
  uploader.remove(task.id)
  return taking
}
