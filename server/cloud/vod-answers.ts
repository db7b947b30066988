import * as v from 'valibot'
import { FILE_MAX_BYTES, VIDEO_ID } from './vod-limits'

// What this service reads of VOD's answers; the rest of them is let through unread.

const nonEmpty = v.pipe(v.string(), v.minLength(1))
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(FILE_MAX_BYTES))
const pixels = v.pipe(v.number(), v.integer(), v.minValue(0))
const requestId = v.fallback(v.optional(v.pipe(v.string(), v.maxLength(128))), undefined)
/** What goes into the database and to users: PostgreSQL takes no U+0000, and no text that is not well-formed. */
const storable = v.pipe(
  v.string(),
  v.regex(/^\P{Cc}*$/u),
  v.check((text) => text.isWellFormed()),
)

export const ticketSchema = v.object({
  RequestId: requestId,
  VideoId: v.pipe(v.string(), v.regex(VIDEO_ID)),
  UploadAddress: nonEmpty,
  UploadAuth: nonEmpty,
})

export const imageTicketSchema = v.object({
  RequestId: requestId,
  ImageURL: v.pipe(v.string(), v.maxLength(1024), v.regex(/^https?:\/\/[\x21-\x7e]+$/)),
  UploadAddress: nonEmpty,
  UploadAuth: nonEmpty,
})

export const infoSchema = v.object({
  RequestId: requestId,
  Video: v.object({
    Title: v.fallback(v.optional(storable, ''), ''),
    Status: v.pipe(v.string(), v.regex(/^[A-Z][A-Za-z]{0,63}$/)),
    CreationTime: v.pipe(
      v.string(),
      v.transform(Date.parse),
      v.check((time) => !Number.isNaN(time)),
    ),
    Size: v.optional(bytes, 0),
    Duration: v.optional(v.pipe(v.number(), v.finite(), v.minValue(0)), 0),
    CoverURL: v.fallback(v.optional(storable), undefined),
    UserData: v.optional(v.string()),
    AppId: v.optional(v.string()),
    /** The final verdict of review; it holds whatever Status says. */
    AuditStatus: v.optional(v.string()),
  }),
})

export const playSchema = v.object({
  RequestId: requestId,
  VideoBase: v.optional(v.object({ CoverURL: v.optional(v.string()) })),
  PlayInfoList: v.object({
    PlayInfo: v.array(
      v.object({
        PlayURL: nonEmpty,
        Format: v.optional(v.string(), ''),
        Definition: v.optional(v.string(), ''),
        Size: v.optional(bytes, 0),
        Width: v.optional(pixels, 0),
        Height: v.optional(pixels, 0),
      }),
    ),
  }),
})

export const anythingSchema = v.object({ RequestId: requestId })
