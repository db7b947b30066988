import * as v from 'valibot'
import { mayAct } from '../../arrivals/sanction'
import type { VideoInfo } from '../../cloud/vod'
import { readJson } from '../../http/body'
import type { CallContext, CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import { dailyLimitReached } from '../../limits/daily'
import { expectSizeAllowed } from '../../limits/file-size'
import { problemCodeOf } from '../../problem'
import type { Service } from '../../service'
import { expectAcceptable } from '../../video/expect-acceptable'
import { hasFile } from '../../video/video'
import { answerEvent, factsOf } from '../../video/video-info'
import { fileSizeSchema, titleSchema } from './fields'

export const claimSchema = v.strictObject({ title: titleSchema, fileSize: fileSizeSchema })

/** Clocks of the two clouds may differ by this much. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000

/**
 * `PUT /uploads/:videoId {title, fileSize}` (Bearer) → the video: registers who owns a video that the user has created
 * with an STS token. Doing it again changes nothing. Whatever cannot be the caller's is answered with 404.
 */
export function claimRoute(service: Service): CallHandler {
  const { vod, videos, events, settings, keepAlive, now } = service
  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    const { title, fileSize } = await readJson(c, claimSchema)
    const answer = async () => {
      const video = await videos.find(videoId, openid)
      if (!video) throw videoNotFound('the video is registered already, by somebody else or before it was deleted')
      return c.json({ ...video, serverTime: new Date(now()).toISOString() })
    }
    if (await videos.isKnown(videoId)) {
      // It may have been registered, or have arrived before that.
      await expectAcceptable(service, c, openid, title)
      await videos.claim(videoId, openid, title)
      return answer()
    }

    if (fileSize > settings.maxBytes) keepAlive(c, discard(service, c, videoId, openid))
    expectSizeAllowed(fileSize, settings.maxBytes)
    const info = await vod.getVideoInfo(videoId)
    c.set('upstreamRequestId', info?.requestId)
    if (!info) throw videoNotFound('VOD does not know the video')
    const objection = await objectionTo(info, openid, service)
    if (objection !== undefined) throw videoNotFound(objection)

    // That of the video at VOD counts, whatever the call says of it.
    const name = info.title || title
    await expectAcceptable(service, c, openid, name)
    const size = hasFile(info.status) ? info.size : fileSize
    const video = { videoId, owner: openid, title: name, size, method: 'sts' } as const
    const outcome = await videos.register(video, settings.daily, now())
    // What has arrived counts all the same.
    if (outcome === 'over_limit' && hasFile(info.status)) await videos.adopt(video, now())
    if (hasFile(info.status)) await events.recordAnswer(answerEvent(videoId, factsOf(info), now()), now())
    // Events may have come before the row.
    await events.apply(videoId, now())
    if (outcome === 'over_limit') throw dailyLimitReached(settings.daily, now())
    // Its file may have arrived, and a notification given it this owner, while VOD was asked.
    if (outcome === 'taken') await videos.claim(videoId, openid, video.title)
    return answer()
  })
}

/**
 * Why this cannot be a video of the user, as far as VOD can tell. The user's own mark is proof, however old the video is
 * and whether its file has arrived. Without a mark (CLAIMS=any) the video must be one that somebody has created a moment
 * ago with one of our tokens: as old as these at most, and its file still awaited.
 */
async function objectionTo(info: VideoInfo, openid: string, { marks, settings, now }: Service) {
  const { AppId } = settings.uploadDefaults
  if (AppId !== undefined && info.appId !== AppId) return 'the video belongs to another VOD application'
  const mark = await marks.read(info.userData, openid)
  if (mark === 'own') return undefined
  if (mark === 'other') return 'the video bears the mark of somebody else'
  if (settings.claims === 'marked') return 'the video bears no mark of this service'
  if (info.status !== 'Uploading') return `the video is ${info.status}, not Uploading`
  if (info.createdAt < now() - settings.credentialSeconds * 1000 - CLOCK_TOLERANCE_MS) {
    return 'the video is older than any token still good'
  }
  return undefined
}

/** Deletes a video of this user at VOD that awaits a file which is too large, where the operator allows it. */
async function discard({ vod, marks, settings, log }: Service, c: CallContext, videoId: string, openid: string) {
  if (!mayAct(settings, true)) return
  const line = { event: 'arrival', videoId, requestId: c.get('requestId') } as const
  try {
    const info = await vod.getVideoInfo(videoId)
    if (info?.status !== 'Uploading' || (await marks.read(info.userData, openid)) !== 'own') return
    await vod.deleteVideo(videoId)
    log({ level: 'warn', ...line, code: 'file_too_large', action: 'deleted', user: c.get('user') })
  } catch (error) {
    // The call has been answered; the upload, should it be made all the same, is measured when it arrives.
    log({ level: 'error', ...line, code: problemCodeOf(error), hint: 'a video that is too large was not deleted' })
  }
}
