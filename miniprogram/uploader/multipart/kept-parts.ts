import type { Checkpoint } from '../checkpoints'
import type { ListedPart } from '../oss/oss-client'
import { partRanges, type SentPart } from './part-ranges'

/**
 * The parts of one file that OSS has, and the multipart upload that they belong to, as the checkpoint keeps them beyond
 * the app's life.
 */
export type KeptParts = ReturnType<typeof keptParts>

type Changes = Partial<Pick<Checkpoint, 'completing' | 'partsUnverified'>> & { uploadId?: string | undefined }

/**
 * @param size of the file, bytes
 * @param checksums whether a part counts only with its CRC-64
 */
export function keptParts(checkpoint: Checkpoint, size: number, checksums: boolean, save: () => void) {
  const ranges = partRanges(size)

  /** Brings the checkpoint up to date with the parts that there are, and with what else has changed. */
  function keep(changes?: Changes): void {
    Object.assign(checkpoint, changes, { parts: ranges.arrived().map(entryOf).join('') })
    save()
  }

  const kept = {
    ...ranges,
    keep,

    /** OSS's list of parts has been read, or the upload was begun in this life of the app. */
    listed: false,

    /**
     * There is another multipart upload, without parts, or none.
     * @param completing Complete was sent before: perhaps the object is there
     */
    restart(uploadId?: string, completing = false): void {
      ranges.reset()
      kept.listed = true
      keep({ uploadId, completing, partsUnverified: false })
    },

    /** OSS has taken a part. */
    add(part: SentPart): void {
      ranges.add(part)
      checkpoint.parts += entryOf(part)
      save()
    },

    /** Keeps of the parts what OSS has, by its list. */
    compare(list: ReadonlyMap<number, ListedPart>): void {
      for (const part of ranges.sent()) {
        const there = list.get(part.partNumber)
        if (there?.size !== part.length || (part.etag ?? there.etag) !== there.etag) ranges.drop(part)
        else part.etag = there.etag
      }
      kept.listed = true
      keep()
    },
  }

  for (const entry of checkpoint.parts.split(';')) {
    const [number, length, crc = ''] = entry.split(':')
    if (crc || !checksums) ranges.restore(Number(number), Number(length), crc)
  }
  return kept
}

function entryOf({ partNumber, length, crc }: SentPart): string {
  return `${partNumber}:${length}:${crc};`
}
