import type { CallContext } from '../../http/call'
import { videoNotFound } from '../../http/video-id'
import { Problem } from '../../problem'
import type { Service } from '../../service'
import type { Video } from '../../video/video'
import { answerEvent, factsOf } from '../../video/video-info'

/**
 * Makes sure that a video is published. Nothing else is ever played, whatever VOD would give: not before a review has
 * passed it, and not beyond the limits. Where it was not known to be Normal, VOD is asked.
 * @throws {Problem} video_not_playable, video_not_found, or vod_*
 */
export async function expectNormal(service: Service, c: CallContext, video: Video): Promise<void> {
  const { vod, events, settings, now } = service
  const { videoId } = video
  let { status, size } = video
  let duration = video.duration ?? 0
  if (status !== 'Normal') {
    const info = await vod.getVideoInfo(videoId)
    if (!info) throw videoNotFound('VOD does not know the video any more')
    c.set('upstreamRequestId', info.requestId)
    if (info.status !== 'Uploading') await events.recordAnswer(answerEvent(videoId, factsOf(info), now()), now())
    ;({ status, size } = info)
    duration = info.duration
  }
  if (status !== 'Normal') throw notPlayable(`the video is ${status}`)
  if (size > settings.maxBytes) throw notPlayable('UPLOAD_MAX_BYTES')
  if (duration > (settings.maxSeconds ?? Number.POSITIVE_INFINITY)) throw notPlayable('MAX_SECONDS')
}

export function notPlayable(hint: string): Problem {
  return new Problem('video_not_playable', 'The video cannot be played, or not yet.', { hint })
}
