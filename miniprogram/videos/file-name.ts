import { hasVodExtension, MAX_TITLE_CHARACTERS } from '../uploader/index'
import { textOf, wholeCharacters } from '../wechat/values'

/** What VOD takes besides videos: sound, pictures, and lists of addresses. */
const NO_VIDEO = /\.(gif|swf|m3u8|mp3|wma|wav|aac|ra|m4a|flac|ape|ac3|amr|caf|acm)$/i

/** The formats that people have, as they know them. Which names VOD takes is said by hasVodExtension alone. */
export const FORMATS = 'MP4 MOV M4V MKV AVI WMV FLV WebM MPG TS MTS VOB 3GP RMVB'.split(' ')

/**
 * What does not show, and changes how the text around it reads: control characters, line separators, and the marks and
 * overrides of direction, by which `exe.mp4` can be made to look like another name.
 */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** Emoji and what else lies outside of the Basic Multilingual Plane: VOD calls it IllegalCharacters. */
const REFUSED = /[\u{10000}-\u{10ffff}]/gu

/** The last segment of a name or path, as VOD takes it, where it is that of a video; else empty. */
export function nameOf(given: unknown): string {
  const text = plainText(textOf(given)).replace(REFUSED, '').trim()
  const name = text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1)
  return name.lastIndexOf('.') > 0 && hasVodExtension(name) && !NO_VIDEO.test(name) ? name : ''
}

/** A title made of a file's name, as VOD takes it: without its extension; empty where nothing is left. */
export function titleOf(fileName: string): string {
  return fitTitle(fileName.replace(/\.[^.]*$/, '').replace(REFUSED, ''))
}

/** A title in the length that VOD takes: 128 characters that are whole and show. */
export function fitTitle(text: string): string {
  return firstCharacters(plainText(text).trim(), MAX_TITLE_CHARACTERS).trim()
}

/** A text of one line without what does not show. */
export function plainText(text: string): string {
  return wholeCharacters(text.replace(/[\t\r\n]+/g, ' ').replace(INVISIBLE, ''))
}

/** As plainText, with its lines. */
export function plainLines(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map(plainText)
    .join('\n')
}

/** The characters of a text that VOD refuses, each once. */
export function refusedCharacters(text: string): string {
  return [...new Set(text.match(REFUSED))].join('')
}

/** Characters as people count them, and VOD: an emoji is one. */
export function countCharacters(text: string): number {
  return Array.from(text).length
}

function firstCharacters(text: string, most: number): string {
  return Array.from(text).slice(0, most).join('')
}
