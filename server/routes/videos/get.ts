import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import type { Service } from '../../service'
import { hasFile, type Video } from '../../video/video'
import { answerEvent, factsOf } from '../../video/video-info'

/**
 * `GET /videos/:videoId` (Bearer) → the video and `serverTime`. A client learns by this whether its file has arrived:
 * a status that says so comes with the size that VOD has counted. Where no notification has brought both, VOD is asked.
 */
export function getVideoRoute(service: Service): CallHandler {
  const { vod, videos, events, now } = service

  /**
   * Whether asking VOD could tell nothing new. Notifications get lost and arrive in any order: that of a finished stream
   * may come before that of the size. And that VOD did not know a video once is no reason not to ask again.
   */
  const isSettled = async ({ videoId, status }: Video) => {
    if (status === 'Deleted') return (await events.knowledgeOf(videoId)).isGoneForGood
    return hasFile(status) ? (await events.knowledgeOf(videoId)).hasCountedSize : status !== 'Uploading'
  }

  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    let video = await videos.find(videoId, openid)
    if (video && !(await isSettled(video))) {
      const info = await vod.getVideoInfo(videoId)
      c.set('upstreamRequestId', info?.requestId)
      if (info?.status === 'Uploading' && video.status !== 'Deleted') {
        // Do not write here: only `reconcile` counts checks towards giving up. A notification may have said that the
        // file is there; as long as VOD itself answers Uploading, the client must not take it for finished.
        video = { ...video, status: 'Uploading' }
      } else if (info) {
        await events.recordAnswer(answerEvent(videoId, factsOf(info), now()), now())
        video = await videos.find(videoId, openid)
      }
      // Where VOD does not know it, that is one answer: `reconcile` asks again until it is certain.
    }
    if (!video) throw videoNotFound()
    if (video.status === 'Deleted') throw videoNotFound('VOD does not know the video any more')
    return c.json({ ...video, serverTime: new Date(now()).toISOString() })
  })
}
