import type { Checkpoint } from '../checkpoints'
import { distrustParts } from '../file/verified-file'
import type { ListedPart } from '../oss/oss-client'
import { PartRanges, type SentPart } from './part-ranges'

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
    /** Replaced by `forget`. */
    ranges: new PartRanges(size),
    /** OSS's list of parts has been read, or the upload was begun in this life of the app. */
    listed: false,

    /** Of OSS's multipart upload; undefined before there is one. */
    get uploadId(): string | undefined {
      return checkpoint.uploadId
    },

    /** CompleteMultipartUpload was sent: the object may be there. */
    get completing(): boolean {
      return checkpoint.completing
    },

    /** A multipart upload without parts has begun. */
    began(uploadId: string): void {
      checkpoint.uploadId = uploadId
      checkpoint.completing = false
      kept.listed = true
      save()
    },

    /** OSS has taken a part. */
    add(part: SentPart): void {
      kept.ranges.add(part)
      checkpoint.parts += entryOf(part)
      save()
    },

    /** Keeps of the parts what OSS has, by its list. */
    compare(list: readonly ListedPart[]): void {
      const { ranges } = kept
      const listed = new Map(list.map((part) => [part.partNumber, part]))
      for (const part of ranges.sent) {
        const there = listed.get(part.partNumber)
        if (there?.size !== part.length || (part.etag ?? there.etag) !== there.etag) ranges.drop(part)
        else part.etag = there.etag
      }
      kept.listed = true
      rewrite()
    },

    /** Some may have been read of another file at the same path. */
    get unverified(): boolean {
      return checkpoint.partsUnverified === true
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

    /**
     * The multipart upload is gone with its parts.
     * @param completing Complete was sent before: perhaps the object is there
     */
    forget(completing = false): void {
      delete checkpoint.uploadId
      checkpoint.completing = completing
      kept.ranges = new PartRanges(size)
      kept.verified()
    },
  }

  for (const entry of checkpoint.parts.split(';')) {
    const [number, length, crc] = entry.split(':')
    if (crc || !checksums) kept.ranges.restore(Number(number), Number(length), crc || undefined)
  }
  return kept
}

function entryOf({ partNumber, length, crc = '' }: SentPart): string {
  return `${partNumber}:${length}:${crc};`
}
