import type { Checkpoint } from '../checkpoints'
import type { Engine } from '../engine'
import { sizeOf } from '../file/fingerprint'
import { withVerifiedFile } from '../file/verified-file'
import { ossClient } from '../oss/oss-client'
import { ProgressMeter, type UploadProgress } from '../progress'
import type { Run } from '../run/run'
import type { Transfer, TransferEvents, UploadResult } from '../transfer'
import { describeFile, type UploadFile } from '../upload-file'
import { VideoPlace } from '../video/video-place'
import { type KeptParts, keptParts } from './kept-parts'
import { sendFile } from './multipart-run'
import { createPartSize } from './part-size'

/** The way of one file to OSS in parts: what one run has reached, the next goes on from. */
export function multipartTransfer<F extends UploadFile>(
  checkpoint: Checkpoint<F>,
  engine: Engine<F>,
  events: TransferEvents,
): Transfer {
  const { settings, ports, checkpoints } = engine
  const partSize = createPartSize(settings.partSize, ports.now)
  const onVideo = (videoId: string | undefined) => events.onNews({ videoId })
  const place = new VideoPlace({ checkpoint, engine, onVideo, save })
  /** What can only be known once the size of the file is. */
  let sized: { parts: KeptParts; meter: ProgressMeter } | undefined
  let saidNotResumable = !ports.storage
  if (checkpoint.fingerprint) takeUp(sizeOf(checkpoint.fingerprint))

  /** Begins with the parts of the checkpoint, or with none. */
  function takeUp(size: number) {
    if (sized) return sized
    const parts = keptParts(checkpoint, size, settings.checksums, save)
    const meter = new ProgressMeter(size, ports.now)
    meter.start(parts.ranges.sentBytes)
    sized = { parts, meter }
    return sized
  }

  function save(): void {
    if (checkpoints.save(checkpoint) || saidNotResumable) return
    saidNotResumable = true
    events.onNews({ notice: 'not_resumable' })
  }

  return {
    get progress(): UploadProgress | undefined {
      return sized?.meter.read()
    },

    get bytesLeft(): number | undefined {
      return sized?.meter.left
    },

    run(run: Run): Promise<UploadResult> {
      events.onPhase('checking')
      return withVerifiedFile(events.verifyOptions(run), async (file) => {
        save()
        const description = await run.until(describeFile(checkpoint.file, file))
        const { size } = file
        const { parts, meter } = takeUp(size)
        await sendFile({ engine, events, place, partSize, parts, meter, file, description, run })
        events.onNews({ progress: meter.done(), retrying: undefined })
        return { videoId: place.videoId, size }
      })
    },

    /** Drops the parts that OSS has. Where that fails, OSS does it after some days. */
    async abort(run: Run): Promise<void> {
      const { uploadId } = checkpoint
      place.stopMaking()
      // A key that has ended is not renewed for this.
      if (uploadId && place.keyIsGood) await ossClient(place, engine.clock, run).abort(uploadId)
    },
  }
}
