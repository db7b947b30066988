import type { Checkpoint } from '../checkpoints'
import { distrustParts } from '../file/verified-file'
import type { ListedPart } from '../oss/oss-client'
import { PartRanges, type SentPart } from './part-ranges'

/**
 * The parts of one file that OSS has, and the multipart upload that they belong to, as the checkpoint keeps them beyond
 * the app's life.
 */
export class KeptParts {
  readonly #checkpoint: Checkpoint
  readonly #size: number
  readonly #save: () => void
  /** Replaced by `forget`. */
  ranges: PartRanges
  /** OSS's list of parts has been read, or the upload was begun in this life of the app. */
  listed = false

  /**
   * @param size of the file, bytes
   * @param checksums whether a part counts only with its CRC-64
   */
  constructor(checkpoint: Checkpoint, size: number, checksums: boolean, save: () => void) {
    this.#checkpoint = checkpoint
    this.#size = size
    this.#save = save
    this.ranges = new PartRanges(size)
    for (const entry of checkpoint.parts.split(';')) {
      const [number, length, crc = ''] = entry.split(':')
      if (crc !== '' || !checksums) this.ranges.restore(Number(number), Number(length), crc || undefined)
    }
  }

  /** Of OSS's multipart upload; undefined before there is one. */
  get uploadId(): string | undefined {
    return this.#checkpoint.uploadId
  }

  /** CompleteMultipartUpload was sent: the object may be there. */
  get completing(): boolean {
    return this.#checkpoint.completing
  }

  /** A multipart upload without parts has begun. */
  began(uploadId: string): void {
    this.#checkpoint.uploadId = uploadId
    this.#checkpoint.completing = false
    this.listed = true
    this.#save()
  }

  /** OSS has taken a part. */
  add(part: SentPart): void {
    this.ranges.add(part)
    this.#checkpoint.parts += entryOf(part)
    this.#save()
  }

  /** Keeps of the parts what OSS has, by its list. */
  compare(list: readonly ListedPart[]): void {
    const listed = new Map(list.map((part) => [part.partNumber, part]))
    for (const part of this.ranges.sent) {
      const there = listed.get(part.partNumber)
      if (!there || there.size !== part.length || (part.etag ?? there.etag) !== there.etag) this.ranges.drop(part)
      else part.etag = there.etag
    }
    this.listed = true
    this.#rewrite()
  }

  /** Some may have been read of another file at the same path. */
  get unverified(): boolean {
    return this.#checkpoint.partsUnverified === true
  }

  distrust(): void {
    distrustParts(this.#checkpoint)
    this.#save()
  }

  /** Those that are left are of the file. */
  verified(): void {
    delete this.#checkpoint.partsUnverified
    this.#rewrite()
  }

  /** CompleteMultipartUpload is about to be sent. */
  completes(): void {
    this.#checkpoint.completing = true
    this.#save()
  }

  /**
   * The multipart upload is gone with its parts.
   * @param completing Complete was sent before: perhaps the object is there
   */
  forget(completing = false): void {
    delete this.#checkpoint.uploadId
    delete this.#checkpoint.partsUnverified
    this.#checkpoint.parts = ''
    this.#checkpoint.completing = completing
    this.ranges = new PartRanges(this.#size)
    this.#save()
  }

  #rewrite(): void {
    this.#checkpoint.parts = this.ranges.arrived.map(entryOf).join('')
    this.#save()
  }
}

function entryOf({ partNumber, length, crc = '' }: SentPart): string {
  return `${partNumber}:${length}:${crc};`
}
