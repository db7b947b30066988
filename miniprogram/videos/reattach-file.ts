import type { Uploader } from '../uploader/index'
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
  uploader: Pick<Uploader<PickedVideo>, 'reattachFile'>,
  video: PickedVideo,
): Promise<boolean> {
  return (await uploader.reattachFile(newFile(video))) !== undefined
}
