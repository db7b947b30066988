import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import type { Service } from '../../service'
import { hasFile, type Video } from '../../video/video'
import { answerEvent, factsOf } from '../../video/video-info'

/**
 * `GET /videos/:videoId` (Bearer) → the video and `serverTime`. A client learns by this whether its file has arrived:
 * a status that says so comes with the size that VOD has counted. Where no notification has told both, VOD is asked.
 */
export function getVideoRoute(service: Service): CallHandler {
  const { vod, videos, events, now } = service

  /** Notifications get lost, and overtake each other: that of a finished stream may come before that of the size. */
  const isSettled = async ({ videoId, status }: Video) =>
    hasFile(status) ? await events.tellSize(videoId) : status !== 'Uploading'

  return withSession(service, async (c, openid) => {
    const videoId = videoIdOf(c)
    let video = await videos.find(videoId, openid)
    if (video && !(await isSettled(video))) {
      const info = await vod.getVideoInfo(videoId)
      c.set('upstreamRequestId', info?.requestId)
      if (info?.status === 'Uploading') {
        // No news, and nothing is written: checks are the scheduled job's, which gives up by them what never comes.
        // Should a notification have told otherwise, VOD does not bear it out yet.
        video = { ...video, status: 'Uploading' }
      } else {
        await events.record(answerEvent(videoId, factsOf(info), now()), now())
        video = await videos.find(videoId, openid)
      }
    }
    if (!video) throw videoNotFound()
    if (video.status === 'Deleted') throw videoNotFound('VOD does not know the video any more')
    return c.json({ ...video, serverTime: new Date(now()).toISOString() })
  })
}
