import type { Checkpoint } from '../checkpoints'
import type { Engine } from '../engine'
import { sizeOf } from '../file/fingerprint'
import { withVerifiedFile } from '../file/verified-file'
import { ossClient } from '../oss/oss-client'
import { progressMeter, type UploadProgress } from '../progress'
import type { Run } from '../run/run'
import type { Transfer, TransferEvents, UploadResult } from '../transfer'
import { describeFile, type UploadFile } from '../upload-file'
import { videoPlace } from '../video/video-place'
import { keptParts } from './kept-parts'
import { sendFile } from './multipart-run'
import type { MultipartUpload } from './multipart-upload'
import { createPartSize } from './part-size'

/** The way of one file to OSS in parts: what one run has reached, the next goes on from. */
export function multipartTransfer<F extends UploadFile>(
  checkpoint: Checkpoint<F>,
  engine: Engine<F>,
  events: TransferEvents,
): Transfer {
  const { settings, ports, checkpoints } = engine
  const place = videoPlace(checkpoint, engine, events, save)
  /** There once the size of the file is known. */
  let upload: MultipartUpload<F> | undefined
  let saidNotResumable = !ports.storage
  if (checkpoint.fingerprint) takeUp(checkpoint.fingerprint)

  /** Begins with the parts of the checkpoint, or with none. */
  function takeUp(fingerprint: string): MultipartUpload<F> {
    const size = sizeOf(fingerprint)
    const parts = keptParts(checkpoint, size, settings.checksums, save)
    const meter = progressMeter(size, ports.now, parts.sentBytes())
    const partSize = createPartSize(settings.partSize, ports.now)
    upload = { checkpoint, engine, events, place, partSize, parts, meter }
    return upload
  }

  function save(): void {
    if (checkpoints.save(checkpoint) || saidNotResumable) return
    saidNotResumable = true
    events.onNews({ notice: 'not_resumable' })
  }

  return {
    get progress(): UploadProgress | undefined {
      return upload?.meter.read()
    },

    get bytesLeft(): number | undefined {
      return upload?.meter.left
    },

    run(run: Run): Promise<UploadResult> {
      events.onPhase('checking')
      return withVerifiedFile(events.verifyOptions(run), async (file) => {
        save()
        const description = await run.until(describeFile(checkpoint.file, file))
        const ours = upload ?? takeUp(checkpoint.fingerprint as string)
        await sendFile(ours, file, description, run)
        events.onNews({ progress: ours.meter.done(), retrying: undefined })
        return { videoId: place.videoId, size: file.size }
      })
    },

    /** Drops the parts that OSS has. Where that fails, OSS does it after some days. */
    async abort(run: Run): Promise<void> {
      const { uploadId } = checkpoint
      place.stop()
      // A key that has ended is not renewed for this.
      if (uploadId && place.good()) await ossClient(place, engine.clock, run).abort(uploadId)
    },
  }
}
