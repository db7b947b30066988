import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import { Problem } from '../../problem'
import type { Service } from '../../service'

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
    if (video.size > settings.maxBytes) {
      throw new Problem('video_not_playable', 'The video is larger than a file may be.', { hint: 'UPLOAD_MAX_BYTES' })
    }
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
