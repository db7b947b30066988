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

/** Whether a file that an earlier version of the app has left is one that this version can show. */
export function isPickedVideo(file: UploadFile): file is PickedVideo {
  const { title, thumbPath, size, duration } = file as Partial<PickedVideo>
  return (
    typeof title === 'string' &&
    typeof thumbPath === 'string' &&
    typeof size === 'number' &&
    typeof duration === 'number'
  )
}
