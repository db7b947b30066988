import { expectNoBody } from '../../http/body'
import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import { Problem } from '../../problem'
import type { Service } from '../../service'
import { expectNormal, notPlayable } from './playable'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * `POST /videos/:videoId/share` (Bearer) → `{token, expiresAt, serverTime}`: lets whoever has the token see the video,
 * for SHARE_DAYS. Nothing of it is kept: it ends by itself, and with the video, when that is deleted or blocked.
 */
export function shareRoute(service: Service): CallHandler {
  const { videos, seals, settings, now } = service
  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    await expectNoBody(c)
    const video = await videos.find(videoId, openid)
    if (!video) throw videoNotFound()
    await expectNormal(service, c, video)
    const expiresAt = now() + settings.shareDays * DAY_MS
    return c.json({
      // Closed up, not just signed: ids of videos are nothing for others.
      token: await seals.share.close(`${videoId} ${expiresAt}`),
      expiresAt: new Date(expiresAt).toISOString(),
      serverTime: new Date(now()).toISOString(),
    })
  })
}

/**
 * `GET /shared/:token` → `{title, description, coverUrl, duration, size, createdAt, streams, expiresAt, serverTime}`: a
 * video that its owner has shared, and URLs that play until `expiresAt`. Nothing in it tells whose it is.
 */
export function sharedRoute(service: Service): CallHandler {
  const { vod, videos, seals, settings, now } = service
  return async (c) => {
    const token = c.req.param('token') ?? ''
    const opened = /^[\w-]{1,256}$/.test(token) ? await seals.share.open(token) : undefined
    const [videoId, end] = opened?.split(' ') ?? []
    if (videoId === undefined) throw new Problem('share_invalid', 'Ask whoever has sent it for another one.')
    const askedAt = now()
    if (askedAt >= Number(end)) throw new Problem('share_expired', 'Ask whoever has sent it for a new one.')
    const video = await videos.findShared(videoId)
    if (!video || video.status === 'Deleted') throw new Problem('video_not_found', 'The video is there no longer.')
    if (video.status !== 'Normal') throw notPlayable(`the video is ${video.status}`)
    await expectNormal(service, c, video)
    const { streams, coverUrl, requestId } = await vod.getPlayInfo(videoId, settings.playSeconds)
    c.set('upstreamRequestId', requestId)
    const { title, description, duration, size, createdAt } = video
    return c.json({
      title,
      description,
      coverUrl: video.coverUrl ?? coverUrl ?? null,
      duration,
      size,
      createdAt,
      streams,
      expiresAt: new Date(askedAt + settings.playSeconds * 1000).toISOString(),
      serverTime: new Date(now()).toISOString(),
    })
  }
}
