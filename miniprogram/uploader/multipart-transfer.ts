import type { VideoDescription } from './authority'
import type { Checkpoint } from './checkpoints'
import { combineChecksums } from './checksum'
import { Credential } from './credential'
import { crc64FromHex, formatCrc64 } from './crypto/crc64'
import type { Engine } from './engine'
import { canceled, hasCode, UploadError } from './errors'
import { sizeOf } from './fingerprint'
import { OssClient } from './oss/oss-client'
import { withOwnFile } from './own-file'
import { Pace } from './pace'
import { PartRanges, type SentPart } from './part-ranges'
import { PartSize } from './part-size'
import type { OpenFile } from './ports'
import { ProgressMeter, type UploadProgress } from './progress'
import { Patience } from './retry'
import { Run } from './run'
import { sendParts } from './send-parts'
import type { Transfer, TransferEvents, UploadResult } from './transfer'
import { describeFile, type UploadFile } from './upload-file'
import type { UploadTicket } from './vod/upload-ticket'

/** How often the parts of one run may turn out to be gone or changed before that is no accident any more. */
const MAX_RECOVERIES = 3

/** The way of one file to OSS in parts: what one run has reached, the next goes on from. */
export class MultipartTransfer<F extends UploadFile> implements Transfer {
  readonly #engine: Engine<F>
  readonly #events: TransferEvents
  readonly #checkpoint: Checkpoint<F>
  readonly #tickets: Credential<UploadTicket>
  readonly #partSize: PartSize
  #creation: { run: Run; ticket: Promise<UploadTicket> } | undefined
  #patience: Patience | undefined
  #ranges: PartRanges | undefined
  #meter: ProgressMeter | undefined
  /** OSS's list of parts has been read, or the upload is of this very run of the app. */
  #listed = false
  #told = false

  constructor(checkpoint: Checkpoint<F>, engine: Engine<F>, events: TransferEvents) {
    const { clock, settings, ports } = engine
    this.#engine = engine
    this.#events = events
    this.#checkpoint = checkpoint
    this.#partSize = new PartSize(settings.partSize, ports.now)
    this.#tickets = new Credential({ endOf: ({ auth }) => auth.expiresAt, now: () => clock.now() })
    if (checkpoint.ticket) this.#tickets.put(checkpoint.ticket)
    if (checkpoint.fingerprint) this.#restore(sizeOf(checkpoint.fingerprint))
  }

  get progress(): UploadProgress | undefined {
    return this.#meter?.read()
  }

  get bytesLeft(): number {
    return this.#meter?.left ?? 0
  }

  async run(run: Run): Promise<UploadResult> {
    this.#patience = this.#patienceOf(run)
    this.#events.onPhase('checking')
    const { fileName, title, contentType } = describeFile(this.#checkpoint.file)
    return withOwnFile(this.#checkpoint, this.#engine.ports, run, async (file) => {
      const { size } = file
      this.#save()
      for (let recoveries = 0; ; ) {
        try {
          const ranges = this.#ranges ?? this.#restore(size)
          await this.#place({ fileName, title, fileSize: size }, run)
          await this.#transfer(file, ranges, contentType, run)
          return this.#done(size)
        } catch (error) {
          if (hasCode(error, 'video_complete') && this.#checkpoint.completing) return this.#done(size)
          if (run.stopped || ++recoveries > MAX_RECOVERIES || !this.#recover(error)) throw error
        }
      }
    })
  }

  /** Drops the parts that OSS has. Where that fails, OSS does it after some days. */
  async abort(run: Run): Promise<void> {
    const { ticket, uploadId } = this.#checkpoint
    this.#creation?.run.stop(canceled())
    // A key that has ended is not renewed for this.
    if (ticket && uploadId && this.#tickets.good) await this.#oss(run).abort(uploadId)
  }

  #done(size: number): UploadResult {
    this.#tell((this.#meter as ProgressMeter).done())
    return { videoId: this.#checkpoint.ticket?.videoId ?? '', size }
  }

  /** The video's place at OSS: asked for once, ever. */
  async #place(video: VideoDescription, run: Run): Promise<void> {
    const checkpoint = this.#checkpoint
    // Looked at again after each wait: what an earlier run has begun to make may be there by then.
    const ticket = await this.#insist(run, async () => checkpoint.ticket ?? run.until(this.#create(video)))
    const { videoId } = ticket
    this.#events.onNews({ videoId, retrying: undefined })
    if (!checkpoint.registered) {
      await this.#insist(run, () => this.#engine.authority.register({ ...video, videoId }, run))
      checkpoint.registered = true
      this.#save()
    }
  }

  /**
   * Has VOD make the video. A pause does not stop this: the answer would be lost, and the next run would have another
   * video made.
   */
  #create(video: VideoDescription): Promise<UploadTicket> {
    const { authority, ports, slots } = this.#engine
    const run = new Run(ports, slots)
    this.#creation ??= {
      run,
      ticket: authority.createUpload(video, run).then(
        (ticket) => {
          this.#creation = undefined
          this.#checkpoint.ticket = ticket
          this.#tickets.put(ticket)
          this.#save()
          return ticket
        },
        (error: unknown) => {
          this.#creation = undefined
          throw error
        },
      ),
    }
    return this.#creation.ticket
  }

  async #transfer(file: OpenFile, ranges: PartRanges, contentType: string, run: Run): Promise<void> {
    const uploadId = await this.#prepare(ranges, contentType, run)
    if (uploadId === 'there-already') return
    this.#events.onPhase('uploading')
    this.#tell((this.#meter as ProgressMeter).start(ranges.sentBytes))
    await run.branch((branch) => this.#send(file, ranges, uploadId, branch))
    await this.#complete(ranges, uploadId, run)
  }

  /** The upload at OSS that the parts go to, with what it has of them. */
  async #prepare(ranges: PartRanges, contentType: string, run: Run): Promise<string> {
    const checkpoint = this.#checkpoint
    const oss = this.#oss(run)
    const { uploadId, completing } = checkpoint
    if (uploadId === undefined) {
      try {
        // After a Complete whose answer was lost the object may be there: then OSS refuses to begin anew.
        checkpoint.uploadId = await this.#insist(run, () => oss.initiate(contentType, completing))
      } catch (error) {
        if (completing && refusedWith(error, 'FileAlreadyExists')) return 'there-already'
        throw error
      }
      if (completing) this.#events.onNews({ notice: 'parts_gone' })
      checkpoint.completing = false
      this.#listed = true
      this.#save()
      return checkpoint.uploadId
    }
    if (!this.#listed) {
      const listed = new Map(
        (await this.#insist(run, () => oss.listParts(uploadId))).map((part) => [part.partNumber, part]),
      )
      for (const part of ranges.sent) {
        const there = listed.get(part.partNumber)
        if (!there || there.size !== part.length || (part.etag ?? there.etag) !== there.etag) ranges.drop(part)
        else part.etag = there.etag
      }
      this.#listed = true
      this.#rewriteParts(ranges)
    }
    return uploadId
  }

  #send(file: OpenFile, ranges: PartRanges, uploadId: string, run: Run): Promise<void> {
    const { settings, ports } = this.#engine
    const patience = this.#patienceOf(run)
    return sendParts({
      file,
      oss: this.#oss(run),
      uploadId,
      ranges,
      size: this.#partSize,
      parallel: settings.parallelParts,
      checksums: settings.checksums,
      patience,
      run,
      ready: () => this.#events.ready(run),
      now: ports.now,
      onSent: (part) => {
        this.#checkpoint.parts += entryOf(part)
        this.#save()
        this.#tell((this.#meter as ProgressMeter).add(part.length))
      },
    })
  }

  async #complete(ranges: PartRanges, uploadId: string, run: Run): Promise<void> {
    const parts = ranges.sent
    if (!ranges.complete) throw new Error('bytes not sent')
    const crc = await this.#wholeCrc(parts, run)
    this.#checkpoint.completing = true
    this.#save()
    const list = parts.map(({ partNumber, etag = '' }) => ({ partNumber, etag }))
    const told = await this.#insist(run, () => this.#oss(run).complete(uploadId, list))
    if (crc === undefined || told === undefined || crc === told) return
    // The object is made, of other bytes: nothing of it can be used.
    this.#forgetParts()
    throw new UploadError('checksum_mismatch', `OSS has other bytes than were sent (CRC-64 ${told}, not ${crc}).`)
  }

  async #wholeCrc(parts: readonly SentPart[], run: Run): Promise<string | undefined> {
    const known: { crc: ReturnType<typeof crc64FromHex>; length: number }[] = []
    for (const { crc, length } of parts) {
      if (crc === undefined) return undefined
      known.push({ crc: crc64FromHex(crc), length })
    }
    const whole = await combineChecksums(known, new Pace(this.#engine.ports.now, run))
    return whole && formatCrc64(whole)
  }

  /** Puts right what can be put right by going on from what is still there. */
  #recover(error: unknown): boolean {
    if (hasCode(error, 'video_gone')) {
      delete this.#checkpoint.ticket
      this.#checkpoint.registered = false
      this.#forgetParts()
      this.#events.onNews({ videoId: undefined, notice: 'video_gone' })
      return true
    }
    if (refusedWith(error, 'NoSuchUpload')) {
      // Perhaps Complete has worked and its answer was lost: prepare finds out.
      const { completing } = this.#checkpoint
      this.#forgetParts(completing)
      if (!completing) this.#events.onNews({ notice: 'parts_gone' })
      return true
    }
    // A request that was given up on has arrived late, over a part that was sent since: OSS's list tells which.
    if (!refusedWith(error, 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall')) return false
    this.#listed = false
    return true
  }

  #forgetParts(completing = false): void {
    const checkpoint = this.#checkpoint
    delete checkpoint.uploadId
    checkpoint.parts = ''
    checkpoint.completing = completing
    this.#ranges = undefined
    this.#save()
  }

  /** Begins with the parts of the checkpoint, or with none. */
  #restore(size: number): PartRanges {
    const ranges = new PartRanges(size)
    const { checksums } = this.#engine.settings
    for (const entry of this.#checkpoint.parts.split(';')) {
      const [number, length, crc = ''] = entry.split(':')
      if (crc !== '' || !checksums) ranges.restore(Number(number), Number(length), crc || undefined)
    }
    this.#ranges = ranges
    this.#meter ??= new ProgressMeter(size, this.#engine.ports.now)
    this.#meter.start(ranges.sentBytes)
    return ranges
  }

  #rewriteParts(ranges: PartRanges): void {
    this.#checkpoint.parts = ranges.sent.map(entryOf).join('')
    this.#save()
  }

  #tell(progress: UploadProgress): void {
    this.#events.onNews({ progress, retrying: undefined })
  }

  #save(): void {
    if (this.#engine.checkpoints.save(this.#checkpoint) || this.#told || !this.#engine.ports.storage) return
    this.#told = true
    this.#events.onNews({ notice: 'not_resumable' })
  }

  #insist<T>(run: Run, attempt: () => Promise<T>): Promise<T> {
    return (this.#patience as Patience).insist(attempt, () => this.#events.ready(run))
  }

  #patienceOf(run: Run): Patience {
    const { ports, conditions, settings } = this.#engine
    const { tries } = settings
    return new Patience({ run, conditions, ports, tries, onRetry: (retrying) => this.#events.onNews({ retrying }) })
  }

  #oss(run: Run): OssClient {
    return new OssClient({
      getTicket: () => this.#tickets.get(() => this.#refresh(run)),
      onExpired: (ticket) => this.#tickets.reject(ticket),
      clock: this.#engine.clock,
      run,
    })
  }

  async #refresh(run: Run): Promise<UploadTicket> {
    const ticket = await this.#engine.authority.refreshUpload(this.#checkpoint.ticket as UploadTicket, run)
    this.#checkpoint.ticket = ticket
    this.#save()
    return ticket
  }
}

function entryOf({ partNumber, length, crc = '' }: SentPart): string {
  return `${partNumber}:${length}:${crc};`
}

function refusedWith(error: unknown, ...cloudCodes: string[]): boolean {
  return hasCode(error, 'oss_refused') && cloudCodes.includes(error.cloudCode ?? '')
}
