import { type Crc64, crc64ToHex, formatCrc64 } from '../crypto/crc64'
import { hasCode, UploadError } from '../errors'
import { checksum } from '../file/checksum'
import { readSlice } from '../file/read-slice'
import type { VerifiedFile } from '../file/verified-file'
import type { OssClient, UploadedPart } from '../oss/oss-client'
import { CpuBreaks } from '../run/cpu-breaks'
import type { RetryBudget } from '../run/retry'
import type { Run } from '../run/run'
import type { Part, PartRanges, SentPart } from './part-ranges'
import type { PartSize } from './part-size'

export interface PartsOptions {
  file: VerifiedFile
  oss: OssClient
  uploadId: string
  ranges: PartRanges
  size: PartSize
  /** Parts under way at a time; as many are in memory. */
  parallel: number
  /** Whether the CRC-64 of what was sent is compared with OSS's. */
  checksums: boolean
  retryBudget: RetryBudget
  /** For these parts alone: the first failure stops it. */
  run: Run
  /** Waits until something may be sent. */
  ready: () => Promise<void>
  now: () => number
  /** Called with each part that has arrived, which the ranges then have to be given. */
  onSent: (part: SentPart) => void
}

/**
 * Sends all parts that are still to be sent. A part that fails goes back and is sent again, perhaps in smaller pieces:
 * read anew, signed anew. Rejects once trying again does not help; no part is under way then any more.
 */
export async function sendParts(options: PartsOptions): Promise<void> {
  const sender = new Sender(options)
  await Promise.allSettled(Array.from({ length: options.parallel }, () => sender.work()))
  if (sender.failure) throw sender.failure.error
}

class Sender {
  readonly #options: PartsOptions
  /** Positions of parts whose bytes arrived changed: the second time is one too many. */
  readonly #damaged = new Set<number>()
  /** The checksum under way: one at a time, so that together they do not compute for longer than one may. */
  #counting: Promise<unknown> = Promise.resolve()
  failure: { error: unknown } | undefined

  constructor(options: PartsOptions) {
    this.#options = options
  }

  async work(): Promise<void> {
    const { ranges, size, retryBudget, run, ready, onSent } = this.#options
    const retry = retryBudget.begin()
    /** What has arrived is not needed any more: garbage of this size would pile up. */
    let spent: ArrayBuffer | undefined
    try {
      for (;;) {
        await ready()
        const part = ranges.take(size.current)
        if (!part) return
        try {
          const { bytes, sent } = await this.#send(part, spent)
          spent = bytes
          onSent(sent)
          retryBudget.progressed()
        } catch (error) {
          // It may still be on its way.
          spent = undefined
          ranges.giveBack(part)
          if (this.#mayRepeat(part, error)) continue
          if (hasCode(error, 'network_failed', 'timed_out')) size.failed()
          await retry(error)
        }
      }
    } catch (error) {
      this.failure ??= { error }
      run.stop(error)
    }
  }

  async #send(part: Part, spent: ArrayBuffer | undefined): Promise<{ bytes: ArrayBuffer; sent: SentPart }> {
    const { file, oss, uploadId, size, checksums, run, now } = this.#options
    const bytes = await run.until(readSlice(file, part.position, part.length, spent))
    await file.glance()
    const startedAt = now()
    // While the bytes are on their way there is time to count them.
    const [uploaded, crc] = await Promise.all([
      oss.uploadPart(uploadId, part.partNumber, bytes),
      checksums ? this.#checksum(bytes) : undefined,
    ])
    size.succeeded(part.length, now() - startedAt)
    if (crc) expectSame(crc, uploaded, part)
    return { bytes, sent: { ...part, etag: uploaded.etag, crc: crc && crc64ToHex(crc) } }
  }

  #checksum(bytes: ArrayBuffer): Promise<Crc64> {
    const { run, now } = this.#options
    const counted = this.#counting.then(() => checksum(new Uint8Array(bytes), new CpuBreaks(now, run)))
    this.#counting = counted.catch(() => undefined) // Whoever waits for it gets the error.
    return counted
  }

  #mayRepeat({ position }: Part, error: unknown): boolean {
    if (!hasCode(error, 'checksum_mismatch') || this.#damaged.has(position)) return false
    this.#damaged.add(position)
    return true
  }
}

function expectSame(crc: Crc64, { crc64 }: UploadedPart, { partNumber }: Part): void {
  const ours = formatCrc64(crc)
  if (ours === crc64) return
  throw new UploadError(
    'checksum_mismatch',
    `OSS has other bytes for part ${partNumber} than were sent (CRC-64 ${crc64}, not ${ours}).`,
  )
}
