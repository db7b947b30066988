import type { Checkpoint } from '../checkpoints'
import type { Engine } from '../engine'
import { sizeOf } from '../file/fingerprint'
import { withVerifiedFile } from '../file/verified-file'
import { ossClient } from '../oss/oss-client'
import { ProgressMeter, type UploadProgress } from '../progress'
import type { Run } from '../run/run'
import type { Transfer, TransferEvents, UploadResult } from '../transfer'
import { describeFile, readHead, type UploadFile } from '../upload-file'
import { VideoPlace } from '../video/video-place'
import { KeptParts } from './kept-parts'
import { sendFile } from './multipart-run'
import { PartSize } from './part-size'

/** What can only be known once the size of the file is. */
interface Sized {
  parts: KeptParts
  meter: ProgressMeter
}

/** The way of one file to OSS in parts: what one run has reached, the next goes on from. */
export class MultipartTransfer<F extends UploadFile> implements Transfer {
  readonly #engine: Engine<F>
  readonly #events: TransferEvents
  readonly #checkpoint: Checkpoint<F>
  readonly #place: VideoPlace
  readonly #partSize: PartSize
  #sized: Sized | undefined
  #saidNotResumable = false

  constructor(checkpoint: Checkpoint<F>, engine: Engine<F>, events: TransferEvents) {
    const { settings, ports } = engine
    this.#engine = engine
    this.#events = events
    this.#checkpoint = checkpoint
    this.#partSize = new PartSize(settings.partSize, ports.now)
    this.#place = new VideoPlace({
      checkpoint,
      engine,
      onVideo: (videoId) => events.onNews({ videoId }),
      save: () => this.#save(),
    })
    if (checkpoint.fingerprint) this.#takeUp(sizeOf(checkpoint.fingerprint))
  }

  get progress(): UploadProgress | undefined {
    return this.#sized?.meter.read()
  }

  get bytesLeft(): number {
    return this.#sized?.meter.left ?? 0
  }

  async run(run: Run): Promise<UploadResult> {
    this.#events.onPhase('checking')
    return withVerifiedFile(this.#events.verifyOptions(run), async (file) => {
      this.#save()
      const description = describeFile(this.#checkpoint.file, await run.until(readHead(this.#checkpoint.file, file)))
      const { parts, meter } = this.#takeUp(file.size)
      await sendFile({
        engine: this.#engine,
        events: this.#events,
        place: this.#place,
        partSize: this.#partSize,
        parts,
        meter,
        file,
        description,
        run,
      })
      this.#events.onNews({ progress: meter.done(), retrying: undefined })
      return { videoId: this.#place.videoId, size: file.size }
    })
  }

  /** Drops the parts that OSS has. Where that fails, OSS does it after some days. */
  async abort(run: Run): Promise<void> {
    const { uploadId } = this.#checkpoint
    this.#place.stopMaking()
    // A key that has ended is not renewed for this.
    if (uploadId && this.#place.keyIsGood) await ossClient(this.#place, this.#engine.clock, run).abort(uploadId)
  }

  /** Begins with the parts of the checkpoint, or with none. */
  #takeUp(size: number): Sized {
    if (this.#sized) return this.#sized
    const parts = new KeptParts(this.#checkpoint, size, this.#engine.settings.checksums, () => this.#save())
    const meter = new ProgressMeter(size, this.#engine.ports.now)
    meter.start(parts.ranges.sentBytes)
    this.#sized = { parts, meter }
    return this.#sized
  }

  #save(): void {
    if (this.#engine.checkpoints.save(this.#checkpoint) || this.#saidNotResumable || !this.#engine.ports.storage) return
    this.#saidNotResumable = true
    this.#events.onNews({ notice: 'not_resumable' })
  }
}
