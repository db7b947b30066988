import { createHash } from 'node:crypto'
import type { BodyFile } from './body-file'

/** Of PutObject and UploadPart: the MD5 of the bytes in upper-case hex, without the quotes it travels in. */
export function etagOf({ md5 }: BodyFile): string {
  return md5.toString('hex').toUpperCase()
}

/** Of a multipart object: not the MD5 of its bytes, but a number that changes with them, and that of its parts. */
export function etagOfParts(files: readonly BodyFile[]): string {
  const hash = createHash('md5')
  for (const { md5 } of files) hash.update(md5)
  return `${hash.digest('hex').toUpperCase()}-${files.length}`
}
