import { UploadError } from './errors'
import { contentTypeFor } from './oss/content-type'
import { MAX_TITLE_CHARACTERS } from './vod/limits'

/** A file to upload. It may carry more than the engine needs, such as a thumbnail, as long as it survives JSON. */
export interface UploadFile {
  path: string
  /** With an extension that VOD takes; the path's last segment where not given. */
  fileName?: string
  /** 1–128 characters; the file name without its extension where not given. */
  title?: string
}

/** A file as VOD and OSS are to know it. */
export interface FileDescription {
  fileName: string
  title: string
  contentType: string
}

/**
 * Describes a file to VOD and OSS.
 * @throws {UploadError} title_invalid
 */
export function describeFile(file: UploadFile): FileDescription {
  const fileName = file.fileName ?? file.path.slice(file.path.lastIndexOf('/') + 1)
  const title = file.title ?? fileName.replace(/\.[^.]*$/, '')
  const characters = [...title].length
  if (characters >= 1 && characters <= MAX_TITLE_CHARACTERS)
    return { fileName, title, contentType: contentTypeFor(fileName) }
  throw new UploadError(
    'title_invalid',
    `A title has 1 to ${MAX_TITLE_CHARACTERS} characters, this one has ${characters}.`,
  )
}
