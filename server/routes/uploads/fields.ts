import * as v from 'valibot'
import { TITLE_MAX_CHARACTERS } from '../../cloud/vod-limits'

/** A video's title, 1 to TITLE_MAX_CHARACTERS characters, without control characters. */
export const titleSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.check((title) => [...title].length <= TITLE_MAX_CHARACTERS),
  v.regex(/^\P{Cc}*$/u),
)

/** Bytes, at least 1. */
export const fileSizeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
