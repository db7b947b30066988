import { UploadError } from './errors'
import { readSlice } from './file/read-slice'
import { contentTypeFor } from './oss/content-type'
import type { OpenFile } from './ports'
import { cleanFileName, fileNameForVod, HEAD_BYTES, hasVodExtension } from './video/file-name'
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

/** The first bytes of a file where its type has to be read off them; none where its name says it. */
export async function readHead(file: UploadFile, open: Pick<OpenFile, 'size' | 'read'>): Promise<Uint8Array> {
  const known = file.fileName !== undefined || hasVodExtension(cleanFileName(lastSegment(file.path)))
  return new Uint8Array(known ? [] : await readSlice(open, 0, Math.min(HEAD_BYTES, open.size)))
}

/**
 * Describes a file to VOD and OSS.
 * @param head see readHead
 * @throws {UploadError} title_invalid
 */
export function describeFile(file: UploadFile, head: Uint8Array = new Uint8Array(0)): FileDescription {
  const fileName = file.fileName ?? fileNameForVod(lastSegment(file.path), head)
  const title = file.title ?? fileName.replace(/\.[^.]*$/, '')
  const characters = [...title].length
  if (characters >= 1 && characters <= MAX_TITLE_CHARACTERS)
    return { fileName, title, contentType: contentTypeFor(fileName) }
  throw new UploadError('title_invalid', `A title has 1 to ${MAX_TITLE_CHARACTERS} characters, not ${characters}.`)
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
