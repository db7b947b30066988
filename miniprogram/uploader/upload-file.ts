import { UploadError } from './errors'
import { contentTypeFor } from './vod/formats'

/** A file to upload. It may carry more than the engine needs, such as a thumbnail, as long as it survives JSON. */
export interface UploadFile {
  path: string
  /** With an extension that VOD takes; the path's last segment where not given. */
  fileName?: string
  /** 1–128 characters; the file name without its extension where not given. */
  title?: string
}

/** VOD documentation, CreateUploadVideo: Title. */
const MAX_TITLE_CHARACTERS = 128

/**
 * What VOD and OSS are told of a file.
 * @throws {UploadError} format_unsupported, title_invalid
 */
export function describeFile(file: UploadFile): { fileName: string; title: string; contentType: string } {
  const fileName = file.fileName ?? file.path.slice(file.path.lastIndexOf('/') + 1)
  const contentType = contentTypeFor(fileName)
  if (!contentType) {
    const message = `VOD does not take "${fileName}": its extension is none of VOD's formats.`
    throw new UploadError('format_unsupported', message)
  }
  const title = file.title ?? fileName.replace(/\.[^.]*$/, '')
  const characters = [...title].length
  if (characters >= 1 && characters <= MAX_TITLE_CHARACTERS) return { fileName, title, contentType }
  throw new UploadError(
    'title_invalid',
    `A title has 1 to ${MAX_TITLE_CHARACTERS} characters, this one has ${characters}.`,
  )
}
