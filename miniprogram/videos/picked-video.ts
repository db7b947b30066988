import type { UploadFile } from '../uploader/index'

/** A video that the user has chosen. */
export interface PickedVideo extends UploadFile {
  title: string
  /** Temp file of a picture; empty where there is none. */
  thumbPath: string
  /** Bytes. */
  size: number
  /** Seconds; 0 where it is not known. */
  duration: number
}
