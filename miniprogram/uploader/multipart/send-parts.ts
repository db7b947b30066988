import { type Crc64, formatCrc64 } from '../crypto/crc64'
import { hasCode } from '../errors'
import { checksum } from '../file/checksum'
import { readSlice } from '../file/read-slice'
import { ossClient } from '../oss/oss-client'
import { cpuBreaks } from '../run/cpu-breaks'
import type { RetryBudget } from '../run/retry'
import type { Run } from '../run/run'
import type { MultipartUpload } from './multipart-upload'
import { otherBytes } from './other-bytes'
import type { Part, SentPart } from './part-ranges'

interface Ahead {
  part: Part
  bytes: Promise<ArrayBuffer>
}

/**
 * Sends all parts that are still to be sent, as many at a time as the file's share of the lanes. A part that fails goes back
 * and is sent again, perhaps in smaller pieces: read anew, signed anew. Rejects once trying again does not help; no part is
 * under way then any more.
 * @param run for these parts alone: the first failure stops it
 */
export async function sendParts(
  { engine, events, place, partSize, parts, meter, file }: Omit<MultipartUpload, 'run'>,
  uploadId: string,
  run: Run,
  retryBudget: RetryBudget,
): Promise<void> {
  const { now } = engine.ports
  const { checksums } = engine.settings
  const { ranges } = parts
  const oss = ossClient(place, engine.clock, run)
  /** Positions of parts whose bytes arrived changed: the second time is one too many. */
  const damaged = new Set<number>()
  /** The checksum under way: one at a time, so that together they do not compute for longer than one may. */
  let counting: Promise<unknown> = Promise.resolve()
  /** Buffers of what has arrived, which is not needed any more: garbage of this size would pile up. */
  const spent: ArrayBuffer[] = []
  /** Read while those before it are on their way: a lane that is free goes on at once. */
  let ahead: Ahead | undefined
  let failure: { error: unknown } | undefined

  function checksumOf(bytes: ArrayBuffer): Promise<Crc64> {
    const counted = counting.then(() => checksum(bytes, cpuBreaks(now, run)))
    counting = counted.catch(() => undefined) // Whoever waits for it gets the error.
    return counted
  }

  /** Begins to read the next part. */
  function readAhead(): Ahead | undefined {
    const part = ranges.take(Math.min(partSize.among(lanes.share), lanes.mostOf(ranges.openBytes)))
    if (!part) return undefined
    const read = async () => {
      const bytes = await run.until(readSlice(file, part.position, part.length, spent.pop()))
      await file.glance()
      return bytes
    }
    const bytes = read()
    bytes.catch(() => undefined) // Whoever takes the part gets the error.
    return { part, bytes }
  }

  async function send({ part, bytes: reading }: Ahead): Promise<SentPart> {
    const bytes = await reading
    const arrived = lanes.begin()
    const startedAt = now()
    try {
      // While the bytes are on their way there is time to count them.
      const [{ etag, crc64 }, crc] = await Promise.all([
        oss.uploadPart(uploadId, part.partNumber, bytes),
        checksums ? checksumOf(bytes) : undefined,
      ])
      const ms = now() - startedAt
      partSize.succeeded(part.length, ms)
      arrived(part.length, ms)
      // A bucket does not have to show it to a web page.
      const ours = crc && formatCrc64(crc)
      if (ours && crc64 !== undefined && ours !== crc64) throw otherBytes(`part ${part.partNumber}`, crc64, ours)
      // Only now: what has failed may still be on its way.
      spent.push(bytes)
      return { ...part, etag, crc }
    } catch (error) {
      if (hasCode(error, 'timed_out')) arrived(0, 0)
      throw error
    }
  }

  async function work(): Promise<void> {
    const retry = retryBudget.begin()
    while (lanes.used <= lanes.share) {
      await events.ready(run)
      const next = ahead ?? readAhead()
      if (!next) return
      ahead = undefined
      const sent = send(next)
      ahead ??= readAhead()
      const { part } = next
      try {
        parts.add(await sent)
        events.onNews({ progress: meter.add(part.length), retrying: undefined })
        retryBudget.progressed()
      } catch (error) {
        ranges.giveBack(part)
        if (hasCode(error, 'checksum_mismatch') && !damaged.has(part.position)) {
          damaged.add(part.position)
          continue
        }
        if (hasCode(error, 'network_failed', 'timed_out')) partSize.failed()
        await retry(error)
      }
    }
  }

  async function workIn(): Promise<void> {
    lanes.used++
    try {
      await work()
    } catch (error) {
      failure ??= { error }
      run.stop(error)
    } finally {
      lanes.used--
    }
  }

  let end: () => void = () => undefined
  function fill(): void {
    while (!failure && lanes.used < lanes.share && (ahead || ranges.openBytes > 0)) void workIn().then(fill)
    if (lanes.used === 0) end()
  }
  const lanes = engine.lanes.join(fill, engine.settings.parallelParts)
  await new Promise<void>((resolve) => {
    end = resolve
    fill()
  })
  lanes.leave()
  if (ahead) ranges.giveBack(ahead.part)
  if (failure) throw failure.error
}
