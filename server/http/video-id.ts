import { VIDEO_ID } from '../cloud/vod-limits'
import { Problem } from '../problem'
import type { CallContext } from './call'

/**
 * The video id in the address. One that cannot be an id of VOD's is answered like an unknown one.
 * @throws {Problem} video_not_found
 */
export function videoIdOf(c: CallContext): string {
  const videoId = c.req.param('videoId') ?? ''
  if (!VIDEO_ID.test(videoId)) throw videoNotFound()
  return videoId
}

/** Whatever is not the caller's is not there: the same answer for all of it, so that nothing can be found out. */
export function videoNotFound(hint?: string): Problem {
  return new Problem('video_not_found', 'You have no video with this id.', hint === undefined ? {} : { hint })
}
