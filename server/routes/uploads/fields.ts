import * as v from 'valibot'
import { DESCRIPTION_MAX_CHARACTERS, TAG_MAX_CHARACTERS, TAGS_MAX, TITLE_MAX_CHARACTERS } from '../../cloud/vod-limits'

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

/** What a video is about: up to DESCRIPTION_MAX_CHARACTERS characters, in lines. */
export const descriptionSchema = v.pipe(
  v.string(),
  v.trim(),
  v.check((text) => [...text].length <= DESCRIPTION_MAX_CHARACTERS),
  v.regex(/^[\P{Cc}\t\r\n]*$/u),
  wellFormed,
)

/** Up to TAGS_MAX tags, each once; VOD separates them by commas. */
export const tagsSchema = v.pipe(
  v.array(
    v.pipe(
      v.string(),
      v.trim(),
      v.regex(/^[^\p{Cc},]+$/u),
      v.check((tag) => [...tag].length <= TAG_MAX_CHARACTERS),
      wellFormed,
    ),
  ),
  v.maxLength(TAGS_MAX),
  v.transform((tags) => [...new Set(tags)]),
)

/** Bytes, at least 1. */
export const fileSizeSchema = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
