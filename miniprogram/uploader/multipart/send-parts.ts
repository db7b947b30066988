import { type Crc64, crc64ToHex, formatCrc64 } from '../crypto/crc64'
import { hasCode } from '../errors'
import { checksum } from '../file/checksum'
import { readSlice } from '../file/read-slice'
import { OssClient } from '../oss/oss-client'
import { CpuBreaks } from '../run/cpu-breaks'
import type { RetryBudget } from '../run/retry'
import type { Run } from '../run/run'
import { expectSame } from './expect-same'
import type { MultipartUpload } from './multipart-upload'
import type { Part, SentPart } from './part-ranges'

/**
 * Sends all parts that are still to be sent. A part that fails goes back and is sent again, perhaps in smaller pieces:
 * read anew, signed anew. Rejects once trying again does not help; no part is under way then any more.
 * @param run for these parts alone: the first failure stops it
 */
export async function sendParts(
  { engine, events, place, partSize, parts, meter, file }: Omit<MultipartUpload, 'run'>,
  uploadId: string,
  run: Run,
  retryBudget: RetryBudget,
): Promise<void> {
  const { now } = engine.ports
  const { checksums, parallelParts } = engine.settings
  const { ranges } = parts
  const oss = new OssClient(place, engine.clock, run)
  /** Positions of parts whose bytes arrived changed: the second time is one too many. */
  const damaged = new Set<number>()
  /** The checksum under way: one at a time, so that together they do not compute for longer than one may. */
  let counting: Promise<unknown> = Promise.resolve()
  let failure: { error: unknown } | undefined

  function checksumOf(bytes: ArrayBuffer): Promise<Crc64> {
    const counted = counting.then(() => checksum(bytes, new CpuBreaks(now, run)))
    counting = counted.catch(() => undefined) // Whoever waits for it gets the error.
    return counted
  }

  async function send(part: Part, spent: ArrayBuffer | undefined): Promise<{ bytes: ArrayBuffer; sent: SentPart }> {
    const bytes = await run.until(readSlice(file, part.position, part.length, spent))
    await file.glance()
    const startedAt = now()
    // While the bytes are on their way there is time to count them.
    const [{ etag, crc64 }, crc] = await Promise.all([
      oss.uploadPart(uploadId, part.partNumber, bytes),
      checksums ? checksumOf(bytes) : undefined,
    ])
    partSize.succeeded(part.length, now() - startedAt)
    if (crc) expectSame(formatCrc64(crc), crc64, `part ${part.partNumber}`)
    return { bytes, sent: { ...part, etag, crc: crc && crc64ToHex(crc) } }
  }

  async function work(): Promise<void> {
    const retry = retryBudget.begin()
    /** What has arrived is not needed any more: garbage of this size would pile up. */
    let spent: ArrayBuffer | undefined
    try {
      for (;;) {
        await events.ready(run)
        const part = ranges.take(partSize.current)
        if (!part) return
        try {
          const { bytes, sent } = await send(part, spent)
          spent = bytes
          parts.add(sent)
          events.onNews({ progress: meter.add(part.length), retrying: undefined })
          retryBudget.progressed()
        } catch (error) {
          // It may still be on its way.
          spent = undefined
          ranges.giveBack(part)
          if (hasCode(error, 'checksum_mismatch') && !damaged.has(part.position)) {
            damaged.add(part.position)
            continue
          }
          if (hasCode(error, 'network_failed', 'timed_out')) partSize.failed()
          await retry(error)
        }
      }
    } catch (error) {
      failure ??= { error }
      run.stop(error)
    }
  }

  await Promise.allSettled(Array.from({ length: parallelParts }, work))
  if (failure) throw failure.error
}
