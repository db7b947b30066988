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

/** Marks at the start of files. Sources: ISO/IEC 14496-12 (ftyp), Matroska, FLV, RIFF, ASF and MPEG specifications. */
function extensionOf(head: Uint8Array): string {
  const ascii = (from: number, length: number) => String.fromCharCode(...Array.from(head.subarray(from, from + length)))
  const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)
  if (ascii(4, 4) === 'ftyp') {
    const brand = ascii(8, 4)
    if (brand === 'qt  ') return 'mov'
    if (brand.startsWith('3g')) return '3gp'
    return brand.startsWith('M4V') ? 'm4v' : 'mp4'
  }
  if (['moov', 'mdat', 'wide', 'free', 'skip'].includes(ascii(4, 4))) return 'mov'
  if (starts(0x1a, 0x45, 0xdf, 0xa3)) return ascii(0, 64).includes('webm') ? 'webm' : 'mkv'
  if (ascii(0, 3) === 'FLV') return 'flv'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 4) === 'AVI ') return 'avi'
  if (starts(0x30, 0x26, 0xb2, 0x75)) return 'wmv'
  if (starts(0, 0, 1, 0xba) || starts(0, 0, 1, 0xb3)) return 'mpg'
  if (head[0] === 0x47 && head[188] === 0x47) return 'ts'
  if (ascii(0, 4) === '.RMF') return 'rmvb'
  return LAST_RESORT
}
