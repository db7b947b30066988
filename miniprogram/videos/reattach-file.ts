import type { Uploader } from '../uploader/index'
import type { PickedVideo } from './picked-video'

/**
 * Gives a video that was picked again to the upload that has lost its file, which keeps its title.
 * @returns whether there is such an upload
 */
export async function reattachFile(
  uploader: Pick<Uploader<PickedVideo>, 'reattachFile'>,
  { path, thumbPath }: PickedVideo,
): Promise<boolean> {
  return (await uploader.reattachFile({ path, thumbPath })) !== undefined
}
