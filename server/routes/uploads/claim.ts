import * as v from 'valibot'
import type { VideoInfo } from '../../cloud/vod'
import { readJson } from '../../http/body'
import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import { dailyLimitReached } from '../../limits/daily'
import { expectSizeAllowed } from '../../limits/file-size'
import type { Service } from '../../service'
import { fileSizeSchema, titleSchema } from './fields'

export const claimSchema = v.strictObject({ title: titleSchema, fileSize: fileSizeSchema })

/** Clocks of the two clouds may differ by this much. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000

/**
 * `PUT /uploads/:videoId {title, fileSize}` (Bearer) → the video: registers who owns a video that the user has just
 * created with an STS token. Doing it again changes nothing. Whatever cannot be the caller's is answered with 404.
 */
export function claimRoute(service: Service): CallHandler {
  const { vod, videos, events, settings, now } = service
  return withSession(service, async (c, openid) => {
    const videoId = videoIdOf(c)
    const { title, fileSize } = await readJson(c, claimSchema)
    const answer = async () => {
      const video = await videos.find(videoId, openid)
      if (!video) throw videoNotFound('the video is registered already, by somebody else or before it was deleted')
      return c.json({ ...video, serverTime: new Date(now()).toISOString() })
    }
    if (await videos.isKnown(videoId)) return answer()

    expectSizeAllowed(fileSize, settings.maxBytes)
    const info = await vod.getVideoInfo(videoId)
    c.set('upstreamRequestId', info?.requestId)
    const objection = info ? await objectionTo(info, openid, service) : 'VOD does not know the video'
    if (objection !== undefined) throw videoNotFound(objection)

    const video = { videoId, owner: openid, title: info?.title || title, size: fileSize, method: 'sts' } as const
    const outcome = await videos.register(video, settings.daily, now())
    if (outcome === 'over_limit') throw dailyLimitReached(settings.daily, now())
    // Its file may have arrived while VOD was asked.
    await events.apply(videoId, now())
    return answer()
  })
}

/**
 * Why this cannot be a video that the user has created a moment ago with one of our tokens, as far as VOD can tell: it
 * does not say who made a video, but how old it is, whether its file is still awaited, and what mark it bears.
 */
async function objectionTo(info: VideoInfo, openid: string, { marks, settings, now }: Service) {
  if (info.status !== 'Uploading') return `the video is ${info.status}, not Uploading`
  if (info.createdAt < now() - settings.credentialSeconds * 1000 - CLOCK_TOLERANCE_MS) {
    return 'the video is older than any token still good'
  }
  const { AppId } = settings.uploadDefaults
  if (AppId !== undefined && info.appId !== AppId) return 'the video belongs to another VOD application'
  const mark = await marks.read(info.userData, openid)
  if (mark === 'other') return 'the video bears the mark of somebody else'
  if (mark === 'none' && settings.claims === 'marked') return 'the video bears no mark of this service'
  return undefined
}
