import type { Checkpoint } from '../checkpoints'
import type { Engine } from '../engine'
import { canceled } from '../errors'
import { expectOssAddress } from '../oss/endpoint'
import type { Run } from '../run/run'
import type { UploadFile } from '../upload-file'
import { decodeUploadTicket, type EncodedTicket, type UploadTicket } from '../vod/upload-ticket'
import type { VideoDescription } from './authority'
import { type Credential, keptCredential } from './credential'

export interface VideoPlaceOptions {
  checkpoint: Checkpoint
  engine: Pick<Engine<UploadFile>, 'authority' | 'clock' | 'newRun' | 'settings'>
  /** The file has a video, or has lost it. */
  onVideo(videoId: string | undefined): void
  /** The checkpoint has changed. */
  save(): void
}

/**
 * The place of one file's video at VOD, whatever sends the file: made once, made known to the app, its key renewed, and
 * forgotten when the video is gone.
 */
export class VideoPlace {
  readonly #options: VideoPlaceOptions
  readonly #keys: Credential<UploadTicket>
  #making: { run: Run; end: Promise<void> } | undefined

  constructor(options: VideoPlaceOptions) {
    const { checkpoint, engine } = options
    this.#options = options
    this.#keys = keptCredential(({ auth }: UploadTicket) => auth.expiresAt, engine.clock.now)
    if (checkpoint.ticket) this.#keys.put(checkpoint.ticket)
  }

  /** Undefined until the video has been made. */
  get ticket(): UploadTicket | undefined {
    return this.#options.checkpoint.ticket
  }

  /** The video's id; empty until it has been made. */
  get videoId(): string {
    return this.ticket?.videoId ?? ''
  }

  /** Whether the cloud still takes the key. */
  get keyIsGood(): boolean {
    return this.#keys.good() !== undefined
  }

  /** Resolves when no video is being made, whatever came of it. */
  get idle(): Promise<void> {
    return Promise.resolve(this.#making?.end).catch(() => undefined) // Whoever had it made gets the error.
  }

  /**
   * Has a video made, and keeps its place. While one is being made, whoever comes waits for that one. A pause does not
   * stop this: the answer would be lost, and the next run would have another video made.
   * @param create asks the app or VOD; undefined where no video was made by that
   */
  make(create: (run: Run) => Promise<EncodedTicket | undefined>): Promise<void> {
    if (this.#making) return this.#making.end
    const run = this.#options.engine.newRun()
    const end = create(run)
      .then((answer) => {
        if (answer && !run.stopped) this.keep(answer)
      })
      .finally(() => {
        this.#making = undefined
      })
    this.#making = { run, end }
    return end
  }

  /** The upload is canceled: a video that is being made is not waited for. */
  stopMaking(): void {
    this.#making?.run.stop(canceled())
  }

  /**
   * Takes over what VOD gave: a new place, or a new key for the place that there is.
   * @throws {UploadError} vod_malformed, endpoint_refused
   */
  keep(answer: EncodedTicket): UploadTicket {
    const { checkpoint, engine, save, onVideo } = this.#options
    const ticket = decodeUploadTicket(answer, engine.clock.now(), checkpoint.ticket)
    expectOssAddress(ticket.address, engine.settings.trustedHosts)
    checkpoint.ticket = ticket
    this.#keys.put(ticket)
    save()
    onVideo(ticket.videoId)
    return ticket
  }

  /** Tells the app of the video, unless it has taken note already. Rejects as Authority.register. */
  async register(video: VideoDescription, run: Run): Promise<void> {
    const { checkpoint, engine, save } = this.#options
    if (checkpoint.registered || !checkpoint.ticket) return
    await engine.authority.register({ ...video, videoId: checkpoint.ticket.videoId }, run)
    checkpoint.registered = true
    save()
  }

  /** The place with a key that is good, renewed where needed. Rejects as Authority.refreshUpload. */
  withGoodKey(run: Run): Promise<UploadTicket> {
    return this.#keys.get(async () => this.keep(await this.#options.engine.authority.refreshUpload(this.videoId, run)))
  }

  /** The cloud says that this key has ended. */
  expired(ticket: UploadTicket): void {
    this.#keys.forget(ticket)
  }

  /** The video is gone: the file needs another one. */
  forget(): void {
    const { checkpoint, onVideo } = this.#options
    delete checkpoint.ticket
    checkpoint.registered = false
    onVideo(undefined)
  }
}
