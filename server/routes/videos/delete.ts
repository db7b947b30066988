import type { Handler } from 'hono'
import { expectNoBody } from '../../http/body'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import type { Service } from '../../service'

/**
 * `DELETE /videos/:videoId` (Bearer) → `{videoId, serverTime}`: the user's record of a video goes; where the operator
 * has set DELETE_AT_VOD, so does the video.
 */
export function deleteVideoRoute(service: Service): Handler {
  const { vod, videos, settings, now } = service
  return withSession(service, async (c, openid) => {
    const videoId = videoIdOf(c)
    await expectNoBody(c)
    if (!(await videos.find(videoId, openid))) throw videoNotFound()
    // First at VOD: where that fails, the user can try again.
    if (settings.deleteAtVod) await vod.deleteVideo(videoId)
    await videos.remove(videoId, openid, now())
    return c.json({ videoId, serverTime: new Date(now()).toISOString() })
  })
}
