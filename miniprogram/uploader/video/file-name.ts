// biome-ignore-all lint/suspicious/noControlCharactersInRegex: they stand for bytes.

/**
 * What VOD takes as a video, by its extension. Source: VOD documentation, "Media upload overview". Without transcoding
 * only MP4, FLV, M3U8 and WebM play.
 */
const EXTENSIONS = new Set(
  (
    'mp4 ts 3gp mpg mpeg mpe dat vob asf avi wmv flv f4v rm rmvb mov mkv m3u8 dv gif m2t m4v mj2 mjpeg mts ogg qt swf ' +
    'webm mp3 wma wav aac ra m4a flac ape ac3 amr caf acm'
  ).split(' '),
)

/** What most phones record. */
const LAST_RESORT = 'mp4'

/** Bytes from the start of a file that `fileNameForVod` wants. */
export const HEAD_BYTES = 400

/** Whether VOD takes a file of this name: else CreateUploadVideo refuses it with InvalidFileName.Extension. */
export function hasVodExtension(name: string): boolean {
  return EXTENSIONS.has((/\.([^./\\]+)$/.exec(name)?.[1] ?? '').toLowerCase())
}

/** A file name without what is no part of it: the query of an address, blanks, characters that VOD refuses. */
export function cleanFileName(name: string): string {
  // Outside the Basic Multilingual Plane are emoji, which VOD calls IllegalCharacters; a lone surrogate is half of one.
  return name
    .replace(/[?#].*$/, '')
    .replace(/[\ud800-\udfff]/g, '')
    .trim()
}

/**
 * A name that VOD takes, of one that may be any part of an opaque path.
 * @param head the first bytes of the file: they show its type where the name does not
 */
export function fileNameForVod(name: string, head: Uint8Array): string {
  const clean = cleanFileName(name)
  return hasVodExtension(clean) ? clean : `${clean || 'video'}.${extensionOf(head)}`
}

/**
 * What files of a type start with. The first that fits counts. Sources: ISO/IEC 14496-12 (ftyp), Matroska (which WebM is,
 * too), FLV, RIFF, ASF and MPEG specifications.
 */
const MARKS = {
  mov: /^[\s\S]{4}(ftypqt {2}|moov|mdat|wide|free|skip)/,
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

function extensionOf(head: Uint8Array): string {
  const bytes = String.fromCharCode(...head)
  return Object.entries(MARKS).find(([, mark]) => mark.test(bytes))?.[0] ?? LAST_RESORT
}
