import * as v from 'valibot'
import { readJson } from '../../http/body'
import type { CallHandler } from '../../http/call'
import { withSession } from '../../http/with-session'
import { dailyLimitReached } from '../../limits/daily'
import { expectSizeAllowed } from '../../limits/file-size'
import type { Service } from '../../service'
import { fileSizeSchema, titleSchema } from './fields'
import { ticketAnswer } from './ticket-answer'

export const createUploadSchema = v.strictObject({
  // VOD decides by the extension whether it takes the file.
  fileName: v.pipe(v.string(), v.regex(/^[^\p{Cc}/\\]{1,255}$/u)),
  fileSize: fileSizeSchema,
  title: titleSchema,
})

/**
 * `POST /uploads {fileName, fileSize, title}` (Bearer) → `{videoId, uploadAddress, uploadAuth, serverTime}`: this service
 * makes the video, as the operator's settings say, and the user gets a key for its one file.
 */
export function createUploadRoute(service: Service): CallHandler {
  const { vod, videos, marks, settings, now } = service
  return withSession(service, async (c, openid) => {
    const { fileName, fileSize, title } = await readJson(c, createUploadSchema)
    expectSizeAllowed(fileSize, settings.maxBytes)
    // The place is taken before the video is made, so that calls at the same moment cannot exceed the limits. Where this
    // service ends in between, the place is lost until the scheduled job clears it away.
    const place = await videos.reserve(
      { owner: openid, title, size: fileSize, method: 'credential' },
      settings.daily,
      now(),
    )
    if (!place) throw dailyLimitReached(settings.daily, now())
    try {
      const ticket = await vod.createUploadVideo({
        ...settings.uploadDefaults,
        Title: title,
        FileName: fileName,
        FileSize: String(fileSize),
        UserData: await marks.userDataFor(openid),
      })
      await videos.fill(place, ticket.videoId)
      return ticketAnswer(c, ticket, now())
    } catch (error) {
      // Where this fails, too, the scheduled job clears the place away.
      await Promise.allSettled([videos.release(place)])
      throw error
    }
  })
}
