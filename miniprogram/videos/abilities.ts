import type { Config } from '../config'
import { MAX_FILE_BYTES } from '../vendor-sdk/max-file-bytes'

/** What an engine can do beyond bringing a file to VOD. */
export interface Abilities {
  /** Uploads can be paused, and go on after the app was closed. */
  resumes: boolean
  /** Largest file, bytes. */
  maxFileBytes: number
}

export const abilitiesOf: Readonly<Record<Config['engine'], Abilities>> = {
  multipart: { resumes: true, maxFileBytes: Number.POSITIVE_INFINITY },
  vendor: { resumes: false, maxFileBytes: MAX_FILE_BYTES },
}
