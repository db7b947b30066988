import type { UploadFile } from '../uploader/index'
import type { Untrusted } from '../wechat/calls'
import { numberOf, textOf } from '../wechat/values'
import { fitTitle, titleOf } from './file-name'

/** A video that the user has chosen. */
export interface PickedVideo extends UploadFile {
  title: string
  /** Temp file of a picture; empty where there is none. */
  thumbPath: string
  /** Bytes, as WeChat tells them; 0 where it is not known. For show: the engine looks at the file itself. */
  size: number
  /** Seconds; 0 where it is not known. */
  duration: number
}

/**
 * Makes a file that an earlier life of the app has left, or another version of it, one that this version can show: what
 * is missing or of another type is filled in, in place. None is turned away: a field that is only shown must not cost an
 * upload that can go on.
 */
export function repairPickedVideo(file: UploadFile): file is PickedVideo {
  const { title, fileName, thumbPath, size, duration } = file as Untrusted<PickedVideo>
  const lastSegment = file.path.slice(file.path.lastIndexOf('/') + 1)
  if (typeof fileName !== 'string') delete file.fileName
  Object.assign(file, {
    title: fitTitle(textOf(title)) || titleOf(file.fileName ?? '') || fitTitle(lastSegment) || file.path,
    thumbPath: textOf(thumbPath),
    size: numberOf(size),
    duration: numberOf(duration),
  })
  return true
}
