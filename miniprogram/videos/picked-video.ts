import { hasVodExtension, type UploadFile } from '../uploader/index'
import type { Untrusted } from '../wechat/calls'
import { numberOf, textOf } from '../wechat/values'
import { fitTitle, titleOf } from './file-name'

/** What the user says of a video, beyond its title. Whatever is missing was not said. */
export interface VideoWords {
  description?: string
  tags?: string[]
  /** One of the categories that the service offers; null: of none. */
  categoryId?: string | null
  /** Temp file of a picture that shall be the video's cover. */
  coverPath?: string
}

/** A video that the user has chosen. */
export interface PickedVideo extends UploadFile, VideoWords {
  title: string
  /** Temp file of a picture; empty where there is none. */
  thumbPath: string
  /** Bytes, as WeChat tells them; 0 where it is not known. For show: the engine looks at the file itself. */
  size: number
  /** Seconds; 0 where it is not known. */
  duration: number
  /** Pixels of the longer side, where they are known. */
  side?: number
  /** The user has accepted one message about it. */
  notify?: boolean
  /** The title was changed after the upload had begun, so that VOD may have been told another one. */
  retitled?: boolean
  /** Id of the video of which the service has been told all this. */
  toldFor?: string
  /** The file was gone when the app was started again, and the upload has never begun. */
  lost?: boolean
  /** A smaller video is being made of it, which will take its place. */
  shrinking?: boolean
}

/**
 * Makes a file that an earlier life of the app has left, or another version of it, one that this version can show: what
 * is missing or of another type is filled in, in place. None is turned away: a field that is only shown must not cost an
 * upload that can go on.
 */
export function repairPickedVideo(file: UploadFile): file is PickedVideo {
  const { title, fileName, thumbPath, size, duration } = file as Untrusted<PickedVideo>
  const lastSegment = file.path.slice(file.path.lastIndexOf('/') + 1)
  // VOD refuses every name that is not one of a video; the engine makes one of the file itself.
  if (typeof fileName !== 'string' || !hasVodExtension(fileName)) delete file.fileName
  Object.assign(file, {
    title: fitTitle(textOf(title)) || titleOf(textOf(fileName)) || fitTitle(lastSegment) || file.path,
    thumbPath: textOf(thumbPath),
    size: numberOf(size),
    duration: numberOf(duration),
  })
  for (const [name, isRight] of Object.entries(OPTIONAL)) {
    const fields = file as unknown as Record<string, unknown>
    if (name in file && !isRight(fields[name])) delete fields[name]
  }
  return true
}

const isText = (value: unknown) => typeof value === 'string'
const isTrueOrFalse = (value: unknown) => typeof value === 'boolean'

/** What may be missing, and what it is where it is there. */
const OPTIONAL: Readonly<Record<string, (value: unknown) => boolean>> = {
  description: isText,
  tags: (value) => Array.isArray(value) && value.every(isText),
  categoryId: (value) => value === null || isText(value),
  coverPath: isText,
  side: (value) => numberOf(value) > 0,
  notify: isTrueOrFalse,
  retitled: isTrueOrFalse,
  toldFor: isText,
  lost: isTrueOrFalse,
  // Who made it smaller is gone.
  shrinking: () => false,
}
