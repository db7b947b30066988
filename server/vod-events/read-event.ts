import * as v from 'valibot'
import { FILE_MAX_BYTES } from '../cloud/vod-limits'
import { Problem } from '../problem'
import type { Facts, VodEvent } from '../video/facts'

/** Longest duration that is believed: ten years. */
const SECONDS_MAX = 10 * 366 * 24 * 60 * 60

/** An id of VOD's; it becomes a key of the database. */
const id = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{0,256}$/))
/** The samples have sizes and durations as numbers and as text. */
const numberOrText = v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,16}(\.\d{1,9})?$/), v.transform(Number))])
const bytes = v.pipe(numberOrText, v.integer(), v.minValue(0), v.maxValue(FILE_MAX_BYTES))
const seconds = v.pipe(numberOrText, v.finite(), v.minValue(0), v.maxValue(SECONDS_MAX))
const url = v.pipe(v.string(), v.maxLength(2048), v.regex(/^https?:\/\/[\x21-\x7e]+$/))
/** VOD takes 128 bytes; it is shown to the user. */
const reason = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.maxLength(256),
  v.regex(/^\P{Cc}*$/u),
  v.check((text) => text.isWellFormed()),
)
const orNone = <S extends v.GenericSchema>(schema: S) => v.optional(v.fallback(v.optional(schema), undefined))

/** Fields that count, by VOD's names (cloud contract of VOD, event notifications). All others are let through. */
const eventSchema = v.looseObject({
  EventType: v.pipe(v.string(), v.regex(/^\w{1,64}$/)),
  EventTime: v.pipe(v.string(), v.transform(parseTime), v.number()),
  VideoId: v.optional(id),
  MediaId: v.optional(id),
  ImageId: v.optional(id),
  JobId: orNone(id),
  Definition: orNone(id),
  SubType: orNone(id),
  Status: orNone(v.string()),
  Size: orNone(bytes),
  Duration: orNone(seconds),
  CoverUrl: orNone(url),
  AuditStatus: orNone(v.string()),
  Reason: orNone(reason),
  MediaType: orNone(v.string()),
  DeleteType: orNone(v.string()),
  Extend: orNone(v.string()),
  Data: orNone(
    v.pipe(
      v.union([v.pipe(v.string(), v.parseJson()), v.unknown()]),
      v.object({ Suggestion: v.picklist(['pass', 'review', 'block']) }),
    ),
  ),
})

type Event = v.InferOutput<typeof eventSchema>

/**
 * Reads the body of a notification. A type that is not known has no facts.
 * @param reviews whether VOD reviews what it has transcoded before that is published
 * @throws {Problem} invalid_event
 */
export function readEvent(body: string, reviews = false): VodEvent {
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), eventSchema), body)
  if (!result.success) {
    const field = v.getDotPath(result.issues[0]) ?? 'the body'
    throw new Problem('invalid_event', `This is no event of VOD: ${field} is not valid.`)
  }
  const event = result.output
  return {
    mediaId: event.VideoId ?? event.MediaId ?? event.ImageId ?? '',
    type: event.EventType,
    time: event.EventTime,
    variant: [event.JobId, event.Definition, event.SubType].filter(Boolean).join(' '),
    facts: factsOf(event, reviews),
    extend: event.Extend,
    ignored: ignoredFields(body, event),
    body,
  }
}

/** Fields that count and came with a value that cannot be meant: they are left out, and the log says so. */
const CHECKED = ['Size', 'Duration', 'CoverUrl'] as const

function ignoredFields(body: string, event: Event): string[] {
  const raw = JSON.parse(body) as Record<string, unknown>
  return CHECKED.filter((name) => raw[name] != null && raw[name] !== '' && event[name] === undefined)
}

function factsOf(event: Event, reviews: boolean): Facts {
  const succeeded = event.Status === 'success'
  switch (event.EventType) {
    case 'FileUploadComplete':
      return succeeded ? { status: 'UploadSucc', ...given({ size: event.Size }) } : {}
    case 'VideoAnalysisComplete':
      return succeeded ? given({ duration: event.Duration }) : {}
    case 'SnapshotComplete':
      return succeeded ? given({ coverUrl: event.CoverUrl }) : {}
    case 'StreamTranscodeComplete':
      return succeeded ? { status: 'Transcoding', ...given({ duration: event.Duration }) } : {}
    case 'TranscodeComplete':
      if (!succeeded) return { status: 'TranscodeFail' }
      return { status: reviews ? 'Checking' : 'Normal' }
    case 'CreateAuditComplete':
      if (event.AuditStatus === 'Blocked') return { blocked: true, ...given({ reason: event.Reason }) }
      return event.AuditStatus === 'Normal' ? { blocked: false } : {}
    case 'AIMediaAuditComplete':
      return succeeded ? given({ moderation: event.Data?.Suggestion }) : {}
    case 'DeleteMediaComplete':
      // Of a video, single streams or its source can be deleted, too.
      return succeeded && event.MediaType === 'video' && event.DeleteType?.toLowerCase() === 'all'
        ? { status: 'Deleted' }
        : {}
    default:
      return {}
  }
}

/** Milliseconds since 1970. Automatic review writes them `10:29:46:540Z`, where all others end with `10:29:46Z`. */
function parseTime(text: string): number {
  const time = Date.parse(text.replace(/(T\d\d:\d\d:\d\d):(\d+Z)$/, '$1.$2'))
  return /^\d{4}-\d\d-\d\dT/.test(text) ? time : Number.NaN
}

/** Without the fields that are undefined. */
function given<T extends Facts>(facts: { [K in keyof T]: T[K] | undefined }): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))
}
