import * as v from 'valibot'
import { readJson } from '../../http/body'
import type { CallContext, CallHandler } from '../../http/call'
import { idempotencyOf } from '../../http/idempotency'
import { withSession } from '../../http/with-session'
import { dailyLimitReached } from '../../limits/daily'
import { expectSizeAllowed } from '../../limits/file-size'
import { Problem } from '../../problem'
import type { Service } from '../../service'
import { expectAcceptable } from '../../video/expect-acceptable'
import type { Idempotency } from '../../video/video'
import { fileNameSchema, fileSizeSchema, titleSchema } from './fields'
import { freshTicket } from './refresh'
import { ticketAnswer } from './ticket-answer'

export const createUploadSchema = v.strictObject({
  fileName: fileNameSchema,
  fileSize: fileSizeSchema,
  title: titleSchema,
})

/**
 * `POST /uploads {fileName, fileSize, title}` (Bearer) → `{videoId, uploadAddress, uploadAuth, serverTime}`: this service
 * makes the video, as the operator's settings say, and the user gets a key for its one file. A call that is repeated with
 * the same Idempotency-Key makes no second video: it gets a new key for the first one.
 */
export function createUploadRoute(service: Service): CallHandler {
  const { vod, videos, marks, settings, now } = service
  return withSession(async (c, openid) => {
    // Asked for now: it does not know of what was before.
    const { signal } = c.req.raw
    const body = await readJson(c, createUploadSchema)
    const { fileName, fileSize, title } = body
    const idempotency = await idempotencyOf(c, body)
    const again = idempotency && (await ticketOfFirst(service, c, openid, idempotency))
    if (again) return again
    expectSizeAllowed(fileSize, settings.maxBytes)
    await expectAcceptable(service, c, openid, title)
    // The place is taken before the video is made, so that calls at the same moment cannot exceed the limits. Where this
    // service ends in between, the place counts for two minutes more (PLACE_MS).
    const place = await videos.reserve(
      { owner: openid, title, size: fileSize, method: 'credential', idempotency },
      settings.daily,
      now(),
    )
    if (!place) {
      // The same call may have come a second time at the same moment, and have taken the key.
      const other = idempotency && (await ticketOfFirst(service, c, openid, idempotency))
      if (other) return other
      throw dailyLimitReached(settings.daily, now())
    }
    try {
      const ticket = await vod.createUploadVideo({
        ...settings.uploadDefaults,
        Title: title,
        FileName: fileName,
        FileSize: String(fileSize),
        UserData: await marks.userDataFor(openid),
      })
      // Nobody gets the key of a client that has left, so nothing can come of this video; with an Idempotency-Key the
      // client can come back for it.
      if (signal.aborted && !idempotency) throw new Problem('client_gone', 'The client has left.')
      await videos.fill(place, ticket.videoId)
      return ticketAnswer(c, ticket, now())
    } catch (error) {
      // Where this fails, too, the place counts until it expires.
      await Promise.allSettled([videos.release(place)])
      throw error
    }
  })
}

/**
 * The answer to a call that was made before with this key; undefined where there was none.
 * @throws {Problem} upload_under_way, idempotency_key_reused, or what a refresh of the video fails of
 */
async function ticketOfFirst(
  service: Service,
  c: CallContext,
  openid: string,
  { key, request }: Idempotency,
): Promise<Response | undefined> {
  const first = await service.madeUploads.find(openid, key, request, service.now())
  switch (first.state) {
    case 'none':
      return undefined
    case 'under_way':
      throw new Problem('upload_under_way', 'The first call with this Idempotency-Key is not done yet.', {
        retryAfter: 1,
      })
    case 'other_request':
      throw new Problem('idempotency_key_reused', 'This Idempotency-Key came with another request before.')
    case 'made':
      if (first.isDeleted) throw new Problem('video_not_uploading', 'Its video has been deleted.')
      return ticketAnswer(c, await freshTicket(service, first.videoId), service.now())
  }
}
