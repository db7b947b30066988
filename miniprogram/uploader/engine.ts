import type { Authority } from './authority'
import type { Checkpoints } from './checkpoints'
import type { CloudClock } from './clock'
import type { Conditions } from './conditions'
import type { MobileData } from './mobile-data'
import type { PartSizeLimits } from './part-size'
import type { Ports } from './ports'
import type { RequestSlots } from './request-slots'
import type { TransferFactory } from './transfer'
import type { UploadFile } from './upload-file'

/** What all uploads of an uploader share. */
export interface Engine<F extends UploadFile> {
  ports: Ports
  clock: CloudClock
  authority: Authority
  conditions: Conditions
  mobileData: MobileData
  slots: RequestSlots
  checkpoints: Checkpoints<F>
  settings: EngineSettings<F>
}

export interface EngineSettings<F extends UploadFile> {
  transfer: TransferFactory<F>
  parallelParts: number
  partSize: PartSizeLimits
  checksums: boolean
  tries: number
}
