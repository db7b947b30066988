import { type AuthRequest, askAuth, creationOf, isToken, type VideoDescription } from '../uploader/authority'
import type { Checkpoint } from '../uploader/checkpoints'
import type { Engine } from '../uploader/engine'
import { hasCode, UploadError } from '../uploader/errors'
import type { GetAuth, StsAuth, UploadCredential, UploadFile, UploadProgress, UploadResult } from '../uploader/index'
import { withOwnFile } from '../uploader/own-file'
import { ProgressMeter } from '../uploader/progress'
import { Patience } from '../uploader/retry'
import type { Run } from '../uploader/run'
import type { Transfer, TransferEvents } from '../uploader/transfer'
import { describeFile } from '../uploader/upload-file'
import { decodeUploadTicket, type EncodedTicket } from '../uploader/vod/upload-ticket'
import { callVod } from '../uploader/vod/vod-client'
import type { load } from './aliyun-upload-sdk'
import { Attempt, type Authorization, type VideoKey } from './attempt'
import { MAX_FILE_BYTES } from './max-file-bytes'
import { type LinkSpeed, LONGEST_MS } from './time-limit'

/** A video as VOD sees it. */
export interface StoredVideo {
  /** VOD's status, `Uploading` before the file is there. */
  status: string
  /** Bytes. */
  size: number
}

/** The file is there as a whole; VOD awaits it; it is there, and VOD has not counted its bytes. */
type Found = 'there' | 'awaited' | 'uncounted'

export interface VendorOptions {
  /** Of the placed file; undefined where it is not there. */
  load: typeof load | undefined
  wx: WechatMiniprogram.Wx
  getAuth: GetAuth
  vodUrl: string | undefined
  /** What VOD has of a video. Rejects with an UploadError `video_gone` where it was deleted. */
  checkVideo(videoId: string): Promise<StoredVideo>
  speed: LinkSpeed
}

/** Waits between the looks for what VOD has, milliseconds: two minutes in all. It learns of a file from OSS, a while later. */
const LOOKS_MS = [0, 500, 1000, 2000, 4000, 7500, 15_000, 30_000, 60_000]
/** Seconds of a token's life beyond what the upload is expected to take. */
const TOKEN_MARGIN_S = 60
/** How often a video may turn out to be gone before that is no accident any more. */
const MAX_NEW_VIDEOS = 3

/**
 * A file's way to VOD by the vendor's SDK, which sends it as one form: what does not arrive is sent again from its first
 * byte, to the same video where VOD still awaits it. The SDK's word that it has arrived is not taken.
 */
export class VendorTransfer<F extends UploadFile> implements Transfer {
  readonly #checkpoint: Checkpoint<F>
  readonly #engine: Engine<F>
  readonly #events: TransferEvents
  readonly #options: VendorOptions
  #patience: Patience | undefined
  #meter: ProgressMeter | undefined
  /** The place of the video, as VOD gave it. */
  #uploadAddress = ''
  #size = 0
  #newVideos = 0
  /** The last call that makes a video: an attempt that has ended meanwhile must not have another one made. */
  #creating: Promise<unknown> = Promise.resolve()

  constructor(checkpoint: Checkpoint<F>, engine: Engine<F>, events: TransferEvents, options: VendorOptions) {
    this.#checkpoint = checkpoint
    this.#engine = engine
    this.#events = events
    this.#options = options
  }

  get progress(): UploadProgress | undefined {
    return this.#meter?.read()
  }

  /** All of it: nothing of what was sent before counts. */
  get bytesLeft(): number {
    return this.#size
  }

  async run(run: Run): Promise<UploadResult> {
    if (!this.#options.load) throw new UploadError('sdk_missing', "The vendor's SDK is not there.")
    const { ports, conditions, settings } = this.#engine
    const { tries } = settings
    const onRetry = (retrying: UploadError) => this.#events.onNews({ retrying })
    this.#patience = new Patience({ run, conditions, ports, tries, onRetry })
    this.#events.onPhase('checking')
    const { fileName, title } = describeFile(this.#checkpoint.file)
    const fileSize = await withOwnFile(this.#checkpoint, ports, run, async ({ size }) => size)
    if (fileSize > MAX_FILE_BYTES) {
      throw new UploadError(
        'file_too_large',
        `The vendor's SDK takes ${MAX_FILE_BYTES} bytes, the file has ${fileSize}.`,
      )
    }
    this.#size = fileSize
    this.#meter ??= new ProgressMeter(fileSize, ports.now)
    const video = { fileName, title, fileSize }
    await this.#patience.insist(
      () => this.#upload(video, run),
      () => this.#events.ready(run),
    )
    this.#events.onNews({ progress: this.#meter.done(), retrying: undefined })
    return { videoId: this.#checkpoint.ticket?.videoId ?? '', size: fileSize }
  }

  /** A form arrives as a whole or not at all: there is nothing to drop. */
  async abort(): Promise<void> {
    return undefined
  }

  /** Sends the file, unless it turns out that it is there already, and makes sure that it is. */
  async #upload(video: VideoDescription, run: Run): Promise<void> {
    try {
      const authorization = await this.#authorize(video, run)
      await this.#confirm(await this.#send(authorization, video, run), run)
    } catch (error) {
      // An earlier form has arrived, and its answer was lost.
      if (hasCode(error, 'video_complete')) return this.#confirm(false, run)
      if (!hasCode(error, 'video_gone') || run.stopped || ++this.#newVideos > MAX_NEW_VIDEOS) throw error
      this.#forgetVideo()
      this.#events.onNews({ notice: 'video_gone' })
      return this.#upload(video, run)
    }
  }

  /** A fresh authorization: for the video that there is, or for a new one. */
  async #authorize(video: VideoDescription, run: Run): Promise<Authorization> {
    await run.until(this.#creating)
    const { ticket } = this.#checkpoint
    if (ticket) {
      const { videoId } = ticket
      await this.#register(video, run)
      const answer = await this.#ask({ kind: 'refresh-video', videoId }, run)
      if (!isToken(answer)) return this.#note(answer)
      // With a token it is the phone that must know: RefreshUploadVideo would let a file that is there be overwritten.
      const found = await run.until(this.#look())
      if (found === 'there' || found === 'uncounted') throw new UploadError('video_complete', 'Its file has arrived.')
      return this.#note(await this.#call('RefreshUploadVideo', { VideoId: videoId }, answer, run))
    }
    const validFor = Math.ceil(this.#options.speed.expectedMs(video.fileSize) / 1000) + TOKEN_MARGIN_S
    const answer = await this.#ask({ kind: 'create-video', validFor, ...video }, run)
    if (isToken(answer)) return { token: answer }
    const key = this.#note(answer)
    await this.#register(video, run)
    return key
  }

  /** Makes the video that the SDK asks VOD for, with the user's title and the user's mark. */
  #create(video: VideoDescription, token: StsAuth, run: Run): Promise<VideoKey> {
    const created = this.#createVideo(video, token, run)
    this.#creating = created.catch(() => undefined) // Whoever asked is told.
    return created
  }

  async #createVideo(video: VideoDescription, token: StsAuth, run: Run): Promise<VideoKey> {
    const key = this.#note(await this.#call('CreateUploadVideo', creationOf(video, token.userData), token, run))
    await this.#register(video, run)
    this.#patience?.progressed()
    return key
  }

  async #send(authorization: Authorization, video: VideoDescription, run: Run): Promise<boolean> {
    const { load, wx, speed } = this.#options
    const { ports, clock, conditions, mobileData } = this.#engine
    const size = this.#size
    const meter = this.#meter as ProgressMeter
    let sent = 0
    this.#events.onNews({ progress: meter.start(0) })
    const attempt = new Attempt({
      load: load as NonNullable<typeof load>,
      wx,
      ports,
      clock,
      file: { path: this.#checkpoint.file.path, title: video.title, size },
      authorization,
      createVideo: (token) => this.#create(video, token, run),
      renew: () => this.#authorize(video, run),
      keyEndsAt: () => this.#checkpoint.ticket?.auth.expiresAt,
      timeoutMs: LONGEST_MS,
      silenceMs: (stage) => speed.silenceMs(stage, size),
      onSending: () => this.#events.onPhase('uploading'),
      onSent: (bytes) => {
        // The SDK may begin anew by itself.
        const progress = bytes < sent ? meter.start(bytes) : meter.add(bytes - sent)
        sent = bytes
        speed.measured(progress.bytesPerSecond)
        this.#events.onNews({ progress, retrying: undefined })
      },
    })
    return run.branch(async (branch) => {
      // What is on its way does not ask: another network may have become one that costs.
      const unwatch = conditions.watch(() => {
        if (!mobileData.holds(size)) return
        this.#patience?.progressed()
        branch.stop(new UploadError('interrupted', 'The device has changed over to mobile data.'))
      })
      try {
        return await attempt.run(branch)
      } finally {
        unwatch()
      }
    })
  }

  /**
   * Waits until VOD has the file.
   * @param seen OSS was seen to say so: where VOD cannot be asked, or does not count the bytes, that counts
   * @throws {UploadError} sdk_failed where VOD has something else, timed_out where it has nothing, video_gone
   */
  async #confirm(seen: boolean, run: Run): Promise<void> {
    let found: Found | UploadError = 'awaited'
    for (const wait of LOOKS_MS) {
      await run.sleep(wait)
      found = await run.until(this.#look())
      if (found === 'there') return
    }
    if (seen && found !== 'awaited') return
    throw found instanceof UploadError ? found : new UploadError('timed_out', 'VOD has not received the file.')
  }

  /** What VOD has; an UploadError where it cannot be asked. */
  async #look(): Promise<Found | UploadError> {
    try {
      const { status, size } = await this.#options.checkVideo(this.#checkpoint.ticket?.videoId ?? '')
      if (status === 'Uploading') return 'awaited'
      if (status !== 'UploadFail' && size === 0) return 'uncounted'
      if (status !== 'UploadFail' && size === this.#size) return 'there'
      this.#forgetVideo()
      throw new UploadError('sdk_failed', `VOD has ${size} of ${this.#size} bytes (${status}).`)
    } catch (cause) {
      if (hasCode(cause, 'video_gone', 'sdk_failed')) throw cause
      return new UploadError('credentials_failed', `VOD cannot be asked for the file: ${cause}`, { cause })
    }
  }

  /** Takes note of the video's place and key. */
  #note(answer: EncodedTicket): VideoKey {
    const checkpoint = this.#checkpoint
    checkpoint.ticket = decodeUploadTicket(answer, this.#engine.clock.now(), checkpoint.ticket)
    const { videoId } = checkpoint.ticket
    this.#events.onNews({ videoId })
    // What could be decoded is text; only of a refresh the address may be missing, and stays the same.
    const { uploadAddress = this.#uploadAddress, uploadAuth } = answer as UploadCredential
    this.#uploadAddress = uploadAddress
    return { videoId, uploadAddress, uploadAuth }
  }

  async #register(video: VideoDescription, run: Run): Promise<void> {
    const checkpoint = this.#checkpoint
    if (checkpoint.registered || !checkpoint.ticket) return
    await this.#engine.authority.register({ ...video, videoId: checkpoint.ticket.videoId }, run)
    checkpoint.registered = true
  }

  #forgetVideo(): void {
    delete this.#checkpoint.ticket
    this.#checkpoint.registered = false
    this.#events.onNews({ videoId: undefined })
  }

  #ask(request: AuthRequest, run: Run): Promise<StsAuth | UploadCredential> {
    const { clock, ports } = this.#engine
    return run.until(askAuth(request, { getAuth: this.#options.getAuth, clock, ports }))
  }

  #call(
    action: 'CreateUploadVideo' | 'RefreshUploadVideo',
    parameters: Record<string, string>,
    token: StsAuth,
    run: Run,
  ): Promise<EncodedTicket> {
    const { ports, clock } = this.#engine
    return callVod(action, parameters, token, { ports, clock, url: this.#options.vodUrl }, run)
  }
}
