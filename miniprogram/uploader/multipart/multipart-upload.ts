import type { Checkpoint } from '../checkpoints'
import type { Engine } from '../engine'
import type { ProgressMeter } from '../progress'
import type { TransferEvents } from '../transfer'
import type { UploadFile } from '../upload-file'
import type { VideoPlace } from '../video/video-place'
import type { KeptParts } from './kept-parts'
import type { PartSize } from './part-size'

/** A file's way to OSS, over as many runs as it takes. */
export interface MultipartUpload<F extends UploadFile = UploadFile> {
  checkpoint: Checkpoint<F>
  engine: Pick<Engine<F>, 'authority' | 'clock' | 'conditions' | 'lanes' | 'ports' | 'settings'>
  events: TransferEvents
  place: VideoPlace
  partSize: PartSize
  parts: KeptParts
  meter: ProgressMeter
}
