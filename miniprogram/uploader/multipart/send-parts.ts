import { formatCrc64 } from '../crypto/crc64'
import { hasCode } from '../errors'
import { checksum } from '../file/checksum'
import type { VerifiedFile } from '../file/verified-file'
import { ossClient } from '../oss/oss-client'
import { retryBudget } from '../run/retry'
import type { Run } from '../run/run'
import type { UploadFile } from '../upload-file'
import type { MultipartUpload } from './multipart-upload'
import { otherBytes } from './other-bytes'
import type { Part } from './part-ranges'

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
export async function sendParts<F extends UploadFile>(
  { engine, events, place, partSize, parts, meter }: MultipartUpload<F>,
  file: VerifiedFile,
  uploadId: string,
  run: Run,
): Promise<void> {
  const oss = ossClient(place, engine.clock, run)
  const retries = retryBudget(engine, events, run)
  /** Positions of parts whose bytes arrived changed: the second time is one too many. */
  const damaged = new Set<number>()
  /** Buffers of what has arrived, which is not needed any more: garbage of this size would pile up. */
  const spent: ArrayBuffer[] = []
  /** Read while those before it are on their way: a lane that is free goes on at once. */
  let ahead: Ahead | undefined

  /** Begins to read the next part. */
  function readAhead(): Ahead | undefined {
    const part = parts.take(Math.min(partSize.among(lanes.share), lanes.mostOf(parts.openBytes())))
    if (!part) return undefined
    const bytes = run.until(file.read(part.position, part.length, spent.pop()))
    bytes.catch(() => undefined) // Whoever takes the part gets the error.
    return { part, bytes }
  }

  /** Sends the next part. Resolves with false where there is none for this lane. */
  async function sendNext(): Promise<boolean> {
    const next = lanes.used > lanes.share ? undefined : (ahead ?? readAhead())
    if (!next) return false
    ahead = readAhead()
    const { part } = next
    const { partNumber, position, length } = part
    let arrived: ((bytes: number) => number) | undefined
    try {
      const bytes = await next.bytes
      arrived = lanes.begin()
      // While the bytes are on their way there is time to count them.
      const [{ etag, crc64 }, crc] = await Promise.all([
        oss.uploadPart(uploadId, partNumber, bytes),
        engine.settings.checksums ? checksum(bytes, run) : undefined,
      ])
      partSize.succeeded(length, arrived(length))
      // A bucket does not have to show it to a web page.
      const mismatch = otherBytes(`part ${partNumber}`, crc64, crc && formatCrc64(crc))
      if (mismatch) throw mismatch
      // Only now: what has failed may still be on its way.
      spent.push(bytes)
      parts.add({ ...part, etag, crc: crc ?? '' })
      events.onNews({ progress: meter.add(length), retrying: undefined })
      retries.progressed()
    } catch (error) {
      parts.giveBack(part)
      if (hasCode(error, 'timed_out')) arrived?.(0)
      if (hasCode(error, 'network_failed', 'timed_out')) partSize.failed()
      if (!hasCode(error, 'checksum_mismatch') || damaged.has(position)) throw error
      damaged.add(position)
    }
    return true
  }

  async function work(): Promise<void> {
    lanes.used++
    try {
      let more = true
      while (more) more = await retries.withRetry(sendNext)
    } catch (error) {
      run.stop(error)
    }
    lanes.used--
    fill()
  }

  let end: () => void = () => undefined
  function fill(): void {
    while (!run.stopped && lanes.used < lanes.share && (ahead || parts.openBytes())) void work()
    if (!lanes.used) end()
  }
  const lanes = engine.lanes.join(fill, engine.settings.parallelParts)
  await new Promise<void>((resolve) => {
    end = resolve
    fill()
  })
  lanes.leave()
  if (ahead) parts.giveBack(ahead.part)
  // Rejects with the first failure.
  await run.until(Promise.resolve())
}
