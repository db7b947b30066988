import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import type { Service } from '../../service'
import { hasFile, type Video, type VideoStatus } from '../../video/video'
import { answerEvent, factsOf } from '../../video/video-info'

/**
 * On its way from here on: VOD alone knows how far it is, and does not announce every step. Without transcoding it does
 * not say that a video is Normal.
 */
const IN_MOTION: ReadonlySet<VideoStatus> = new Set(['UploadSucc', 'Transcoding', 'Checking'])
/** Milliseconds between two such questions about one video, however many phones look at it. */
const LOOK_PAUSE_MS = 3000

/**
 * `GET /videos/:videoId` (Bearer) → the video and `serverTime`. A client learns by this whether its file has arrived:
 * a status that says so comes with the size that VOD has counted. Where no notification has brought both, VOD is asked;
 * and every few seconds while the video is in motion.
 */
export function getVideoRoute(service: Service): CallHandler {
  const { vod, videos, events, checks, now } = service

  /**
   * Whether VOD must be asked, or may be. Notifications get lost and arrive in any order: that of a finished stream may
   * come before that of the size. And that VOD did not know a video once is no reason not to ask again.
   */
  const question = async ({ videoId, status }: Video): Promise<'must' | 'may' | 'no'> => {
    if (!hasFile(status)) {
      if (status !== 'Deleted') return status === 'Uploading' ? 'must' : 'no'
      return (await events.knowledgeOf(videoId)).isGoneForGood ? 'no' : 'must'
    }
    if (!(await events.knowledgeOf(videoId)).hasCountedSize) return 'must'
    return IN_MOTION.has(status) && (await checks.takeTurn(videoId, now(), LOOK_PAUSE_MS)) ? 'may' : 'no'
  }

  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    let video = await videos.find(videoId, openid)
    const asks = video ? await question(video) : 'no'
    if (video && asks !== 'no') {
      const info = await vod.getVideoInfo(videoId).catch((error: unknown) => {
        // What is known is answer enough; with the next look it is asked again.
        if (asks === 'may') return undefined
        throw error
      })
      c.set('upstreamRequestId', info?.requestId)
      if (info?.status === 'Uploading' && video.status !== 'Deleted') {
        // Do not write here: only `reconcile` counts checks towards giving up. A notification may have said that the
        // file is there; as long as VOD itself answers Uploading, the client must not take it for finished.
        if (asks === 'must') video = { ...video, status: 'Uploading' }
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
