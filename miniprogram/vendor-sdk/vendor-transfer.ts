import type { StsAuth, UploadCredential, UploadFile, UploadProgress, UploadResult } from '../uploader/index'
import {
  type Checkpoint,
  describeFile,
  type EncodedTicket,
  type Engine,
  hasCode,
  isToken,
  type ProgressMeter,
  progressMeter,
  type RetryBudget,
  type Run,
  retryBudget,
  type Transfer,
  type TransferEvents,
  UploadError,
  type VideoDescription,
  type VideoPlace,
  videoPlace,
  withVerifiedFile,
} from '../uploader/transfer-kit'
import { Attempt } from './attempt'
import type { Authorization, VideoKey } from './authorization'
import { MAX_FILE_BYTES } from './max-file-bytes'
import { confirmStored, type Found, lookFor } from './stored-video'
import { LONGEST_MS } from './time-limit'
import type { VendorOptions } from './vendor-options'

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
  readonly #place: VideoPlace
  #retryBudget: RetryBudget | undefined
  #meter: ProgressMeter | undefined
  /** Resolves when no video is being made, whatever came of it. */
  #idle: Promise<void> = Promise.resolve()
  /** Place and key of the video as VOD gave them: the SDK wants them so. */
  #encoded: EncodedTicket = {}
  #size = 0
  #newVideos = 0

  constructor(checkpoint: Checkpoint<F>, engine: Engine<F>, events: TransferEvents, options: VendorOptions) {
    this.#checkpoint = checkpoint
    this.#engine = engine
    this.#events = events
    this.#options = options
    // It would not survive the app: the SDK keeps no parts, and its file is sent anew.
    const save = () => undefined
    this.#place = videoPlace(checkpoint, engine, events, save)
  }

  get progress(): UploadProgress | undefined {
    return this.#meter?.read()
  }

  /** All of it: nothing of what was sent before counts. */
  get bytesLeft(): number | undefined {
    return this.#size || undefined
  }

  async run(run: Run): Promise<UploadResult> {
    if (!this.#options.load) throw new UploadError('sdk_missing', "The vendor's SDK is not there.")
    this.#retryBudget = retryBudget(this.#engine, this.#events, run)
    this.#events.onPhase('checking')
    const { fileName, title, fileSize } = await this.#describeFile(run)
    if (fileSize > MAX_FILE_BYTES) {
      throw new UploadError(
        'file_too_large',
        `The vendor's SDK takes ${MAX_FILE_BYTES} bytes, the file has ${fileSize}.`,
      )
    }
    this.#size = fileSize
    this.#meter ??= progressMeter(fileSize, this.#engine.ports.now)
    const video = { fileName, title, fileSize }
    await this.#retryBudget.withRetry(() => this.#upload(video, run))
    this.#events.onNews({ progress: this.#meter.done(), retrying: undefined })
    return { videoId: this.#place.videoId, size: fileSize }
  }

  /** A form arrives as a whole or not at all: there is nothing to drop. */
  async abort(): Promise<void> {
    this.#place.stop()
  }

  /** Sends the file, unless it turns out that it is there already, and makes sure that it is. */
  async #upload(video: VideoDescription, run: Run): Promise<void> {
    try {
      const authorization = await this.#authorize(video, run)
      const seen = await this.#send(authorization, video, run)
      // The SDK reads the file by itself: what it sent counts if the file is still the one that was picked.
      await this.#describeFile(run)
      await confirmStored(() => this.#look(), seen, run)
    } catch (error) {
      // An earlier form has arrived, and its answer was lost.
      if (hasCode(error, 'video_complete')) return confirmStored(() => this.#look(), false, run)
      if (hasCode(error, 'file_changed')) this.#place.forget()
      if (!hasCode(error, 'video_gone') || run.stopped || ++this.#newVideos > MAX_NEW_VIDEOS) throw error
      this.#place.forget()
      this.#events.onNews({ notice: 'video_gone' })
      return this.#upload(video, run)
    }
  }

  /** Makes sure that the picked file lies at the path, and describes it. */
  #describeFile(run: Run): Promise<VideoDescription> {
    return withVerifiedFile(this.#events.verifyOptions(run), async (file) => {
      const { fileName, title } = await run.until(describeFile(this.#checkpoint.file, file))
      return { fileName, title, fileSize: file.size }
    })
  }

  /** A fresh authorization: for the video that there is, or for a new one. */
  async #authorize(video: VideoDescription, run: Run): Promise<Authorization> {
    const { authority } = this.#engine
    const place = this.#place
    // An attempt that has ended meanwhile must not have another video made.
    await run.until(this.#idle)
    const { videoId } = place
    if (videoId) {
      await place.register(video, run)
      const answer = await run.until(authority.ask({ kind: 'refresh-video', videoId }))
      if (!isToken(answer)) return this.#keep(answer)
      // With a token it is the phone that must know: RefreshUploadVideo would let a file that is there be overwritten.
      const found = await run.until(this.#look())
      if (found === 'there' || found === 'uncounted') throw new UploadError('video_complete', 'Its file has arrived.')
      return this.#keep(await authority.refreshVideo(videoId, answer, run))
    }
    const validFor = Math.ceil(this.#options.speed.expectedMs(video.fileSize) / 1000) + TOKEN_MARGIN_S
    let token: StsAuth | undefined
    const key = await this.#make(video, run, async () => {
      const answer = await authority.ask({ kind: 'create-video', validFor, ...video })
      if (!isToken(answer)) return answer
      token = answer
      return undefined
    })
    return token ? { token } : key
  }

  /** Has a video made by what `create` asks, with the user's title and the user's mark, and makes it known to the app. */
  async #make(
    video: VideoDescription,
    run: Run,
    create: (own: Run) => Promise<EncodedTicket | undefined>,
  ): Promise<VideoKey> {
    const making = this.#place.make(async (own) => {
      const answer = await create(own)
      this.#encoded = { ...answer }
      return answer
    })
    this.#idle = making.catch(() => undefined) // Whoever had it made gets the error.
    await run.until(making)
    await this.#place.register(video, run)
    return this.#key
  }

  async #send(authorization: Authorization, video: VideoDescription, run: Run): Promise<boolean> {
    const { load, wx, speed } = this.#options
    const { ports, clock, conditions, holds } = this.#engine
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
        if (holds.reason({ id: this.#checkpoint.id, bytesLeft: this.bytesLeft }) !== 'mobile-data') return
        this.#retryBudget?.progressed()
        branch.stop(new UploadError('interrupted', 'The device has changed over to mobile data.'))
      })
      try {
        return await attempt.run(branch)
      } finally {
        unwatch()
      }
    })
  }

  /** Makes the video that the SDK asks VOD for. */
  async #create(video: VideoDescription, token: StsAuth, run: Run): Promise<VideoKey> {
    const key = await this.#make(video, run, (own) => this.#engine.authority.createVideo(video, token, own))
    this.#retryBudget?.progressed()
    return key
  }

  /** Rejects as lookFor. */
  async #look(): Promise<Found | UploadError> {
    try {
      return await lookFor(() => this.#options.checkVideo(this.#place.videoId), this.#size)
    } catch (error) {
      // What VOD has is not this file: it goes to another video.
      if (hasCode(error, 'sdk_failed')) this.#place.forget()
      throw error
    }
  }

  #keep(answer: EncodedTicket): VideoKey {
    this.#place.keep(answer)
    // The answer to a refresh may come without the address.
    this.#encoded = { ...this.#encoded, ...answer }
    return this.#key
  }

  get #key(): VideoKey {
    // What VideoPlace could decode is text.
    const { uploadAddress, uploadAuth } = this.#encoded as UploadCredential & VideoKey
    return { videoId: this.#place.videoId, uploadAddress, uploadAuth }
  }
}
