import type { Checkpoint } from '../checkpoints'
import { distrustParts } from '../file/verified-file'
import type { ListedPart } from '../oss/oss-client'
import { partRanges, type SentPart } from './part-ranges'

/**
 * The parts of one file that OSS has, and the multipart upload that they belong to, as the checkpoint keeps them beyond
 * the app's life.
 */
export type KeptParts = ReturnType<typeof keptParts>

/**
 * @param size of the file, bytes
 * @param checksums whether a part counts only with its CRC-64
 */
export function keptParts(checkpoint: Checkpoint, size: number, checksums: boolean, save: () => void) {
  const rewrite = () => {
    checkpoint.parts = kept.ranges.arrived.map(entryOf).join('')
    save()
  }

  const kept = {
    /** Replaced by `restart`. */
    ranges: partRanges(size),
    /** OSS's list of parts has been read, or the upload was begun in this life of the app. */
    listed: false,

    /**
     * There is another multipart upload, without parts, or none.
     * @param completing Complete was sent before: perhaps the object is there
     */
    restart(uploadId?: string, completing = false): void {
      Object.assign(checkpoint, { uploadId, completing })
      kept.ranges = partRanges(size)
      kept.listed = true
      kept.verified()
    },

    /** OSS has taken a part. */
    add(part: SentPart): void {
      kept.ranges.add(part)
      checkpoint.parts += entryOf(part)
      save()
    },

    /** Keeps of the parts what OSS has, by its list. */
    compare(list: ReadonlyMap<number, ListedPart>): void {
      const { ranges } = kept
      for (const part of ranges.sent) {
        const there = list.get(part.partNumber)
        if (there?.size !== part.length || (part.etag ?? there.etag) !== there.etag) ranges.drop(part)
        else part.etag = there.etag
      }
      kept.listed = true
      rewrite()
    },

    distrust(): void {
      distrustParts(checkpoint)
      save()
    },

    /** Those that are left are of the file. */
    verified(): void {
      delete checkpoint.partsUnverified
      rewrite()
    },

    /** CompleteMultipartUpload is about to be sent. */
    completes(): void {
      checkpoint.completing = true
      save()
    },
  }

  for (const entry of checkpoint.parts.split(';')) {
    const [number, length, crc = ''] = entry.split(':')
    if (crc || !checksums) kept.ranges.restore(Number(number), Number(length), crc)
  }
  return kept
}

function entryOf({ partNumber, length, crc }: SentPart): string {
  return `${partNumber}:${length}:${crc};`
}
