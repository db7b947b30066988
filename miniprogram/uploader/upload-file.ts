import { UploadError } from './errors'
import { contentTypeFor } from './oss/content-type'
import type { OpenFile } from './ports'
import { fileNameForVod } from './video/file-name'
import { MAX_TITLE_CHARACTERS } from './vod/limits'

/** A file to upload. It may carry more than the engine needs, such as a thumbnail, as long as it survives JSON. */
export interface UploadFile {
  path: string
  /** Left to VOD as it is. The path's last segment where not given, with an extension by the first bytes if need be. */
  fileName?: string
  /** Bytes, as the platform said when it was picked; not relied on. */
  size?: number
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
 * @param open a VerifiedFile: read only where the file's type has to be read off its first bytes, since its name does not say it
 * @throws {UploadError} title_invalid, or what `read` rejects with
 */
export async function describeFile(file: UploadFile, open: Pick<OpenFile, 'size' | 'read'>): Promise<FileDescription> {
  const fileName = file.fileName ?? (await fileNameForVod(file.path, (most) => open.read(0, Math.min(most, open.size))))
  const title = file.title ?? fileName.replace(/\.[^.]*$/, '')
  const { length } = [...title]
  if (length && length <= MAX_TITLE_CHARACTERS) return { fileName, title, contentType: contentTypeFor(fileName) }
  throw new UploadError('title_invalid', `A title has 1 to ${MAX_TITLE_CHARACTERS} characters, not ${length}.`)
}
