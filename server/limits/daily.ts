import * as v from 'valibot'
import { Problem } from '../problem'
import type { Settings } from '../settings/settings'
import { untilNextDay } from '../store/videos'

/** VOD counts characters: a Chinese one is one. */
const TITLE_MAX = 128

export const titleSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.check((title) => [...title].length <= TITLE_MAX),
  v.regex(/^\P{Cc}*$/u),
)

export const fileSizeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))

/** @throws {Problem} file_too_large */
export function checkSize(fileSize: number, { maxBytes }: Settings): void {
  if (fileSize > maxBytes) throw new Problem('file_too_large', `A file may have ${maxBytes} bytes at most.`)
}

export function dailyLimitReached({ daily }: Settings, now: number): Problem {
  return new Problem(
    'daily_limit_reached',
    `A user may upload ${daily.uploads} files and ${daily.bytes} bytes a day.`,
    {
      retryAfter: Math.ceil(untilNextDay(now) / 1000),
    },
  )
}
