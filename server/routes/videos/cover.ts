import * as v from 'valibot'
import { readJson } from '../../http/body'
import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import { dailyCoversReached } from '../../limits/daily'
import { Problem } from '../../problem'
import type { Service } from '../../service'

/** Bytes. VOD's key does not bind the size: this keeps a phone from an upload that makes no sense as a cover. */
const COVER_MAX_BYTES = 10 * 1024 * 1024
/** How long a place for a cover can be named as one: the phone may lose its network after the picture has arrived. */
const COVER_LIFE_MS = 24 * 60 * 60 * 1000

export const coverSchema = v.strictObject({
  extension: v.picklist(['png', 'jpg', 'jpeg', 'gif']),
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.description(`Bytes, at most ${COVER_MAX_BYTES}`)),
})

/**
 * `POST /videos/:videoId/cover {extension, size}` (Bearer) → `{uploadAddress, uploadAuth, cover, expiresAt, serverTime}`:
 * a place for a picture, asked for with this service's own rights, so that the phone's token needs none for it. Once
 * the picture is there, `PATCH /videos/:videoId {cover}` makes it the cover. Nothing of it is kept until then.
 */
export function coverRoute({ vod, videos, tokenCounts, seals, settings, now }: Service): CallHandler {
  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    const { extension, size } = await readJson(c, coverSchema)
    if (size > COVER_MAX_BYTES) {
      throw new Problem('cover_invalid', `A cover may have ${COVER_MAX_BYTES} bytes at most.`)
    }
    if (!(await videos.find(videoId, openid))) throw videoNotFound()
    const at = now()
    const covers = settings.daily.uploads
    if (!(await tokenCounts.takeCover(openid, covers, at))) throw dailyCoversReached(covers, at)
    const image = await vod.createUploadImage(extension, settings.uploadDefaults)
    c.set('upstreamRequestId', image.requestId)
    const expiresAt = at + COVER_LIFE_MS
    return c.json({
      uploadAddress: image.uploadAddress,
      uploadAuth: image.uploadAuth,
      cover: await seals.cover.close(JSON.stringify([openid, videoId, image.imageUrl, expiresAt])),
      expiresAt: new Date(expiresAt).toISOString(),
      serverTime: new Date(now()).toISOString(),
    })
  })
}

/**
 * Where the picture is that a `cover` of `coverRoute` stands for.
 * @throws {Problem} cover_invalid where it was not given out for this video of this user, or too long ago
 */
export async function openCover(
  { seals, now }: Pick<Service, 'seals' | 'now'>,
  cover: string,
  openid: string,
  videoId: string,
): Promise<string> {
  const opened = await seals.cover.open(cover)
  const [owner, ownersVideo, url, expiresAt] = JSON.parse(opened ?? '[]') as [string?, string?, string?, number?]
  if (owner !== openid || ownersVideo !== videoId || url === undefined || !expiresAt || now() >= expiresAt) {
    throw new Problem('cover_invalid', 'Ask for a new place with POST /videos/:videoId/cover.')
  }
  return url
}
