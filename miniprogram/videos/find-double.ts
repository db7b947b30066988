import type { UploadTask } from '../uploader/index'
import type { PickedVideo } from './picked-video'

/**
 * The upload that has the same file already: by its path, or by its size and samples of its bytes. What failed for its
 * file has none.
 */
export async function findDouble(
  tasks: readonly UploadTask<PickedVideo>[],
  { path, size }: Pick<PickedVideo, 'path' | 'size'>,
): Promise<UploadTask<PickedVideo> | undefined> {
  for (const task of tasks) {
    const { file, progress } = task.snapshot
    if (file.path === path) return task
    const known = progress?.totalBytes || file.size
    // What cannot be read now is not known to be the same.
    if (known === size && (await task.isAt(path).catch(() => false))) return task
  }
  return undefined
}
