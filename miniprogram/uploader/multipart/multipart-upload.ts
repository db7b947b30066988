import type { Engine } from '../engine'
import type { VerifiedFile } from '../file/verified-file'
import type { ProgressMeter } from '../progress'
import type { Run } from '../run/run'
import type { TransferEvents } from '../transfer'
import type { FileDescription, UploadFile } from '../upload-file'
import type { VideoPlace } from '../video/video-place'
import type { KeptParts } from './kept-parts'
import type { PartSize } from './part-size'

/** What one run of a file's way to OSS works with. */
export interface MultipartUpload<F extends UploadFile = UploadFile> {
  engine: Pick<Engine<F>, 'authority' | 'clock' | 'conditions' | 'lanes' | 'ports' | 'settings'>
  events: TransferEvents
  place: VideoPlace
  partSize: PartSize
  parts: KeptParts
  meter: ProgressMeter
  file: VerifiedFile
  description: FileDescription
  run: Run
}
