import { numberOf, objectOf, textOf } from '../wechat/values'
import { type Answer, malformedAnswer } from './answer'

export interface Stream {
  url: string
  /** `mp4`, `m3u8`, …; in small letters. */
  format: string
  /** As VOD names it: `OD` is the file itself, then `LD`, `SD`, `HD`, …. */
  definition: string
  /** Pixels; 0 where it is not known. */
  height: number
}

/** Where a video can be played for a while. */
export interface Playable {
  /** In the order in which they are to be tried; never empty. */
  streams: Stream[]
  /** Milliseconds for which the addresses are good, from the answer on; 0 where it is not known. */
  validMs: number
}

/** What somebody else sees of a video that was shared. */
export interface SharedVideo extends Playable {
  title: string
  description: string
  coverUrl: string
  /** Seconds; 0 where it is not known. */
  duration: number
  /** Bytes; 0 where it is not known. */
  size: number
  /** Milliseconds since 1970; 0 where it is not known. */
  createdAt: number
}

/** What a phone plays without waiting: of the transcoded ones none beyond full HD, and mp4 before what has to be pieced together. */
const TALLEST = 1080

/** @throws {ServiceError} malformed_answer where there is no address */
export function readPlayable(answer: Answer): Playable {
  const { streams, expiresAt, serverTime } = answer
  const known = Array.isArray(streams) ? streams.flatMap((stream) => readStream(stream) ?? []) : []
  if (known.length === 0) throw malformedAnswer(200)
  return {
    streams: known.sort((a, b) => rank(a) - rank(b)),
    validMs: numberOf(Date.parse(textOf(expiresAt)) - Date.parse(textOf(serverTime))),
  }
}

/** @throws {ServiceError} malformed_answer where there is no address */
export function readSharedVideo(answer: Answer): SharedVideo {
  const { title, description, coverUrl, duration, size, createdAt } = answer
  return {
    ...readPlayable(answer),
    title: textOf(title),
    description: textOf(description),
    coverUrl: textOf(coverUrl),
    duration: numberOf(duration),
    size: numberOf(size),
    createdAt: numberOf(Date.parse(textOf(createdAt))),
  }
}

function readStream(given: unknown): Stream | undefined {
  const { url, format, definition, height } = objectOf(given) as Answer
  if (!/^https?:\/\//i.test(textOf(url))) return undefined
  return {
    url: textOf(url),
    format: textOf(format).toLowerCase(),
    definition: textOf(definition),
    height: numberOf(height),
  }
}

/** Lower is better. */
function rank({ format, definition, height }: Stream): number {
  const kind = format === 'mp4' ? 0 : format === 'm3u8' ? 1 : 2
  // The file itself may be of any size and kind: it is what there is where nothing was transcoded.
  const original = definition === 'OD' ? 1 : 0
  return kind * 1e6 + original * 1e5 + (height > TALLEST ? 5e4 : 0) - height
}
