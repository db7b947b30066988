import { MAX_TITLE_CHARACTERS } from '../uploader/index'
import { textOf, wholeCharacters } from '../wechat/values'

/** Videos that VOD takes (VOD documentation, "media upload overview") and that people send each other. */
const VIDEO_NAME = /[^/\\]\.(mp4|m4v|mov|mkv|avi|flv|f4v|wmv|webm|mpe?g|3gp|3gpp|ts|mts|m2ts|vob|rmvb?|asf|mxf)$/i

/** The last segment of a name or path, where it is that of a video; else empty. */
export function nameOf(given: unknown): string {
  const text = wholeCharacters(textOf(given)).trim()
  const name = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1)
  return VIDEO_NAME.test(name) ? name : ''
}

/** A title made of a file's name: without its extension, in the length that VOD takes; empty where nothing is left. */
export function titleOf(fileName: string): string {
  return fitTitle(fileName.replace(/\.[^.]*$/, ''))
}

/** A title that VOD takes: whole characters, 128 at most. */
export function fitTitle(text: string): string {
  return Array.from(wholeCharacters(text).trim()).slice(0, MAX_TITLE_CHARACTERS).join('').trim()
}
