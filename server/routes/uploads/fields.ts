import * as v from 'valibot'
import { TITLE_MAX_CHARACTERS } from '../../cloud/vod-limits'

/**
 * Without control characters, and without half an emoji (one half of a surrogate pair): JSON can carry that, UTF-8, and
 * with it a call to VOD, cannot.
 */
const cleanText = v.pipe(
  v.string(),
  v.regex(/^\P{Cc}*$/u),
  v.check((text) => text.isWellFormed()),
)

/** A file's name, which VOD decides by whether it takes the file: 1 to 255 characters, no path. */
export const fileNameSchema = v.pipe(cleanText, v.regex(/^[^/\\]{1,255}$/u))

/** A video's title, 1 to TITLE_MAX_CHARACTERS characters. */
export const titleSchema = v.pipe(
  cleanText,
  v.trim(),
  v.minLength(1),
  v.check((title) => [...title].length <= TITLE_MAX_CHARACTERS),
)

/** Bytes, at least 1. */
export const fileSizeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
