import type { Checkpoints } from './checkpoints'
import type { CloudClock } from './cloud/clock'
import type { PartSizeLimits } from './multipart/part-size'
import type { Ports } from './ports'
import type { Conditions } from './run/conditions'
import type { Holds } from './run/holds'
import type { Lanes } from './run/lanes'
import type { Run } from './run/run'
import type { UploadFile } from './upload-file'
import type { Authority } from './video/authority'

/** What all uploads of an uploader share. */
export interface Engine<F extends UploadFile> {
  ports: Ports
  clock: CloudClock
  authority: Authority
  conditions: Conditions
  holds: Holds
  lanes: Lanes
  /** A stretch of work of one file's. */
  newRun(): Run
  checkpoints: Checkpoints<F>
  settings: EngineSettings
}

export interface EngineSettings {
  parallelParts?: number
  partSize: PartSizeLimits
  checksums: boolean
  tries: number
  trustedHosts: readonly string[]
}
