import { expectNoBody } from '../../http/body'
import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import type { Service } from '../../service'

/**
 * `DELETE /videos/:videoId` (Bearer) → `{videoId, serverTime}`: the user's record of a video goes; where the operator
 * has set DELETE_AT_VOD, so does the video.
 */
export function deleteVideoRoute(service: Service): CallHandler {
  const { vod, videos, settings, now } = service
  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    await expectNoBody(c)
    if (!(await videos.find(videoId, openid))) throw videoNotFound()
    // First at VOD: where that fails, the user can try again.
    if (settings.deleteAtVod) c.set('upstreamRequestId', (await vod.deleteVideo(videoId)).requestId)
    await videos.remove(videoId, openid, now())
    return c.json({ videoId, serverTime: new Date(now()).toISOString() })
  })
}
