import * as v from 'valibot'
import { TITLE_MAX_CHARACTERS } from '../../cloud/vod-limits'

/** JSON can carry half an emoji (one half of a surrogate pair); UTF-8, and with it a call to VOD, cannot. */
const wellFormed = v.check((text: string) => text.isWellFormed())

/** A file's name, by whose extension VOD decides whether it takes the file: 1 to 255 characters, no path. */
export const fileNameSchema = v.pipe(v.string(), v.regex(/^[^\p{Cc}/\\]{1,255}$/u), wellFormed)

/** A video's title, 1 to TITLE_MAX_CHARACTERS characters, without control characters. */
export const titleSchema = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1),
  v.check((title) => [...title].length <= TITLE_MAX_CHARACTERS),
  v.regex(/^\P{Cc}*$/u),
  wellFormed,
)

/** Bytes, at least 1. */
export const fileSizeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
