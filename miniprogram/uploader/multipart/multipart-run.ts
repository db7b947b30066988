import { crc64FromHex, formatCrc64 } from '../crypto/crc64'
import type { Engine } from '../engine'
import { hasCode, UploadError } from '../errors'
import { combineChecksums } from '../file/checksum'
import type { VerifiedFile } from '../file/verified-file'
import type { OssClient } from '../oss/oss-client'
import type { ProgressMeter } from '../progress'
import { CpuBreaks } from '../run/cpu-breaks'
import { RetryBudget } from '../run/retry'
import type { Run } from '../run/run'
import type { TransferEvents } from '../transfer'
import type { FileDescription, UploadFile } from '../upload-file'
import type { VideoDescription } from '../video/authority'
import type { VideoPlace } from '../video/video-place'
import type { KeptParts } from './kept-parts'
import type { SentPart } from './part-ranges'
import type { PartSize } from './part-size'
import { sendParts } from './send-parts'
import { dropForeignParts, verifyParts } from './verify-parts'

/** How often the parts of one run may turn out to be gone or changed before that is no accident any more. */
const MAX_RECOVERIES = 3

export interface MultipartRunOptions<F extends UploadFile> {
  engine: Engine<F>
  events: TransferEvents
  place: VideoPlace
  partSize: PartSize
  parts: KeptParts
  meter: ProgressMeter
  file: VerifiedFile
  description: FileDescription
  /** The bucket, for requests that end with a run. */
  ossFor(run: Run): OssClient
  run: Run
}

/** One run of a file's way to OSS: from its video to the completed object, or as far as it gets. */
export class MultipartRun<F extends UploadFile> {
  readonly #options: MultipartRunOptions<F>
  readonly #retryBudget: RetryBudget
  readonly #oss: OssClient

  constructor(options: MultipartRunOptions<F>) {
    this.#options = options
    this.#retryBudget = this.#newRetryBudget(options.run)
    this.#oss = options.ossFor(options.run)
  }

  /** Resolves once OSS has the whole file. Rejects with an UploadError. */
  async send(): Promise<void> {
    const { parts, run } = this.#options
    for (let recoveries = 0; ; ) {
      try {
        await this.#getPlace()
        await this.#sendFile()
        return
      } catch (error) {
        // Complete had worked, and its answer was lost.
        if (hasCode(error, 'video_complete') && parts.completing) return
        if (run.stopped || ++recoveries > MAX_RECOVERIES || !this.#recover(error)) throw error
      }
    }
  }

  /** The video's place at OSS: made once, ever. */
  async #getPlace(): Promise<void> {
    const { engine, events, place, description, file, run } = this.#options
    const { fileName, title } = description
    const video: VideoDescription = { fileName, title, fileSize: file.size }
    // Looked at again after each wait: what an earlier run has begun to make may be there by then.
    await this.#withRetry(async () => {
      if (!place.ticket) await run.until(place.make((own) => engine.authority.createUpload(video, own)))
    })
    events.onNews({ videoId: place.videoId, retrying: undefined })
    await this.#withRetry(() => place.register(video, run))
  }

  async #sendFile(): Promise<void> {
    const { engine, events, parts, meter, file, run } = this.#options
    const uploadId = await this.#getUploadId()
    const verify = { parts, file, ports: engine.ports, run }
    if (uploadId === 'there-already') return
    await dropForeignParts(verify)
    events.onPhase('uploading')
    events.onNews({ progress: meter.start(parts.ranges.sentBytes), retrying: undefined })
    await run.branch((branch) => this.#sendParts(uploadId, branch))
    await file.look()
    await verifyParts(verify)
    await this.#complete(uploadId)
  }

  /** The multipart upload at OSS that the parts go to, begun or found again with what it has of them. */
  async #getUploadId(): Promise<string> {
    const { events, parts, description } = this.#options
    const { uploadId, completing } = parts
    if (uploadId !== undefined) {
      if (!parts.listed) parts.compare(await this.#withRetry(() => this.#oss.listParts(uploadId)))
      return uploadId
    }
    let begun: string
    try {
      // After a Complete whose answer was lost the object may be there: then OSS refuses to begin anew.
      begun = await this.#withRetry(() => this.#oss.initiate(description.contentType, completing))
    } catch (error) {
      if (completing && refusedWith(error, 'FileAlreadyExists')) return 'there-already'
      throw error
    }
    if (completing) events.onNews({ notice: 'parts_gone' })
    parts.began(begun)
    return begun
  }

  #sendParts(uploadId: string, run: Run): Promise<void> {
    const { engine, events, partSize, parts, meter, file, ossFor } = this.#options
    const { settings, ports } = engine
    return sendParts({
      file,
      oss: ossFor(run),
      uploadId,
      ranges: parts.ranges,
      size: partSize,
      parallel: settings.parallelParts,
      checksums: settings.checksums,
      retryBudget: this.#newRetryBudget(run),
      run,
      ready: () => events.ready(run),
      now: ports.now,
      onSent: (part) => {
        parts.add(part)
        events.onNews({ progress: meter.add(part.length), retrying: undefined })
      },
    })
  }

  async #complete(uploadId: string): Promise<void> {
    const { parts } = this.#options
    const { sent, complete } = parts.ranges
    if (!complete) throw new Error('bytes not sent')
    const ours = await this.#wholeCrc(sent)
    parts.completes()
    const list = sent.map(({ partNumber, etag = '' }) => ({ partNumber, etag }))
    const theirs = await this.#withRetry(() => this.#oss.complete(uploadId, list))
    if (ours === undefined || theirs === undefined || ours === theirs) return
    // The object is made, of other bytes: nothing of it can be used.
    parts.forget()
    throw new UploadError('checksum_mismatch', `OSS has other bytes than were sent (CRC-64 ${theirs}, not ${ours}).`)
  }

  async #wholeCrc(sent: readonly SentPart[]): Promise<string | undefined> {
    const { engine, run } = this.#options
    const known: { crc: ReturnType<typeof crc64FromHex>; length: number }[] = []
    for (const { crc, length } of sent) {
      if (crc === undefined) return undefined
      known.push({ crc: crc64FromHex(crc), length })
    }
    const whole = await combineChecksums(known, new CpuBreaks(engine.ports.now, run))
    return whole && formatCrc64(whole)
  }

  /** Puts right what can be put right by going on from what is still there. */
  #recover(error: unknown): boolean {
    const { events, place, parts } = this.#options
    if (hasCode(error, 'video_gone')) {
      place.forget()
      parts.forget()
      events.onNews({ notice: 'video_gone' })
      return true
    }
    if (refusedWith(error, 'NoSuchUpload')) {
      // Perhaps Complete has worked and its answer was lost: to begin anew finds out.
      const { completing } = parts
      parts.forget(completing)
      if (!completing) events.onNews({ notice: 'parts_gone' })
      return true
    }
    // A request that was given up on has arrived late, over a part that was sent since: OSS's list shows which.
    if (!refusedWith(error, 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall')) return false
    parts.listed = false
    return true
  }

  #newRetryBudget(run: Run): RetryBudget {
    const { engine, events } = this.#options
    const { ports, conditions, settings } = engine
    const { tries } = settings
    return new RetryBudget({ run, conditions, ports, tries, onRetry: (retrying) => events.onNews({ retrying }) })
  }

  #withRetry<T>(attempt: () => Promise<T>): Promise<T> {
    const { events, run } = this.#options
    return this.#retryBudget.withRetry(attempt, () => events.ready(run))
  }
}

function refusedWith(error: unknown, ...cloudCodes: string[]): boolean {
  return hasCode(error, 'oss_refused') && cloudCodes.includes(error.cloudCode ?? '')
}
