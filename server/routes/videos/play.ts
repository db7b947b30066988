import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import type { Service } from '../../service'
import { expectNormal } from './playable'

/**
 * `GET /videos/:videoId/play` (Bearer) → `{videoId, streams, coverUrl, expiresAt, serverTime}`: URLs at which the owner
 * can play the video for a while. Asked of VOD each time: nothing of it is kept.
 */
export function playRoute(service: Service): CallHandler {
  const { vod, videos, settings, now } = service
  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    const video = await videos.find(videoId, openid)
    if (!video) throw videoNotFound()
    await expectNormal(service, c, video)
    const askedAt = now()
    const { streams, coverUrl, requestId } = await vod.getPlayInfo(videoId, settings.playSeconds)
    c.set('upstreamRequestId', requestId)
    return c.json({
      videoId,
      streams,
      coverUrl: coverUrl ?? null,
      expiresAt: new Date(askedAt + settings.playSeconds * 1000).toISOString(),
      serverTime: new Date(now()).toISOString(),
    })
  })
}
