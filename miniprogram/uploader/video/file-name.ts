// biome-ignore-all lint/suspicious/noControlCharactersInRegex: they stand for bytes.

/**
 * What VOD takes as a video, by its extension. Source: VOD documentation, "Media upload overview". Without transcoding
 * only MP4, FLV, M3U8 and WebM play.
 */
const EXTENSION =
  /\.(mp4|mp3|mpe|mpg|mpeg|mjpeg|mj2|mkv|mov|vob|dv|m4v|f4v|flv|flac|avi|wmv|wma|m4a|ra|rm|rmvb|webm|mts|m2t|ts|3gp|dat|asf|m3u8|gif|ogg|qt|swf|wav|aac|ape|ac3|amr|caf|acm)$/i

/** What most phones record. */
const LAST_RESORT = 'mp4'

/** Bytes from the start of a file that show its type. */
const HEAD_BYTES = 400

/** Whether VOD takes a file of this name: else CreateUploadVideo refuses it with InvalidFileName.Extension. */
export function hasVodExtension(name: string): boolean {
  return EXTENSION.test(name)
}

/**
 * A name that VOD takes, made of an opaque path.
 * @param read gives the first bytes of the file, at most so many: they show its type where the name does not
 */
export async function fileNameForVod(path: string, read: (most: number) => Promise<ArrayBuffer>): Promise<string> {
  // Folders and the query of an address are no part of it. Outside the Basic Multilingual Plane are emoji, which VOD calls
  // IllegalCharacters; a lone surrogate is half of one.
  const name = path.replace(/[\s\S]*\/|[?#].*$|[\ud800-\udfff]/g, '').trim()
  return hasVodExtension(name) ? name : `${name || 'video'}.${extensionOf(await read(HEAD_BYTES))}`
}

/**
 * What files of a type start with. The first that fits counts. Sources: ISO/IEC 14496-12 (ftyp), Matroska (which WebM is,
 * too), FLV, RIFF, ASF and MPEG specifications.
 */
const MARKS = {
  mov: /^[\s\S]{4}(ftypqt|moov|mdat|wide|free|skip)/,
  '3gp': /^[\s\S]{4}ftyp3g/,
  m4v: /^[\s\S]{4}ftypM4V/,
  webm: /^\x1aE\xdf\xa3[\s\S]{0,56}webm/,
  mkv: /^\x1aE\xdf\xa3/,
  flv: /^FLV/,
  avi: /^RIFF[\s\S]{4}AVI /,
  wmv: /^0&\xb2u/,
  mpg: /^\0\0\x01[\xba\xb3]/,
  ts: /^G[\s\S]{187}G/,
  rmvb: /^\.RMF/,
}

function extensionOf(head: ArrayBuffer): string {
  const bytes = String.fromCharCode(...new Uint8Array(head))
  return Object.entries(MARKS).find(([, mark]) => mark.test(bytes))?.[0] ?? LAST_RESORT
}
