import type { Uploader } from '../uploader/index'
import type { PickedVideo } from './picked-video'

/**
 * Gives a video that was picked again to the upload that has lost its file, which keeps its title.
 * @returns whether there is such an upload
 */
export async function reunite(
  uploader: Pick<Uploader<PickedVideo>, 'reunite'>,
  { path, thumbPath }: PickedVideo,
): Promise<boolean> {
  return (await uploader.reunite({ path, thumbPath })) !== undefined
}
