import type { ServiceSettings } from '../service/settings'
import type { FileLook } from './look-at-file'
import type { PickedVideo } from './picked-video'

/** Why a file is not added. */
export type PickRefusal = 'empty' | 'no_video' | 'too_large' | 'too_long'

type Limits = Pick<ServiceSettings['limits'], 'maxBytes' | 'maxSeconds'>

/** No container of video is smaller: its headers alone take more. */
const SMALLEST_BYTES = 64
/** WeChat rounds a video's length, and so may who set the limit. */
const SECOND = 1

/**
 * What is to be said against a file before it is added. What is not known speaks for it: VOD looks again.
 * @param look undefined where the file could not be looked at
 */
export function refusalOf(
  { size, duration }: Pick<PickedVideo, 'size' | 'duration'>,
  look: FileLook | undefined,
  limits: Limits | undefined,
): PickRefusal | undefined {
  const bytes = look?.size ?? size
  if (look?.size === 0) return 'empty'
  if (look && (look.size < SMALLEST_BYTES || isOtherType(look.head))) return 'no_video'
  if (limits && bytes > limits.maxBytes) return 'too_large'
  if (limits && duration > limits.maxSeconds + SECOND) return 'too_long'
  return undefined
}

/**
 * What files start with that are no videos; `?` stands for any byte. Sources: the formats' specifications. Not every
 * video has a mark that could be asked for instead.
 */
const OTHER_MARKS = [
  '%PDF',
  'PK\x03\x04',
  '\x89PNG',
  '\xff\xd8\xff',
  'GIF8',
  'RIFF????WAVE',
  'RIFF????WEBP',
  '????ftypheic',
  '????ftypheix',
  '????ftypmif1',
  '????ftypavif',
  '????ftypM4A',
  'ID3',
  'fLaC',
  '#!AMR',
  '{\\rtf',
  '\xd0\xcf\x11\xe0',
  'Rar!',
  '7z\xbc\xaf',
  '\x1f\x8b',
  '\x7fELF',
  'SQLite format',
]

function isOtherType(head: Uint8Array): boolean {
  const bytes = Array.from(head, (byte) => String.fromCharCode(byte)).join('')
  return isText(head) || OTHER_MARKS.some((mark) => [...mark].every((byte, at) => byte === '?' || byte === bytes[at]))
}

/** No control characters but those of lines: in videos there are many from the first bytes on. */
function isText(head: Uint8Array): boolean {
  return head.every((byte) => (byte >= 0x20 ? byte !== 0x7f : byte === 0x09 || byte === 0x0a || byte === 0x0d))
}
