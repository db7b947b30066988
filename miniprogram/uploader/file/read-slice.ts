import { UploadError } from '../errors'
import type { OpenFile } from '../ports'

/**
 * Bytes of a file, exactly as many as asked for: some Androids once padded what lies beyond the end with zeros.
 * @throws {UploadError} file_changed, or what `OpenFile.read` rejects with
 */
export async function readSlice(
  file: Pick<OpenFile, 'read'>,
  position: number,
  length: number,
  into?: ArrayBuffer,
): Promise<ArrayBuffer> {
  const bytes = await file.read(position, length, into?.byteLength === length ? into : undefined)
  if (bytes.byteLength === length) return bytes
  throw new UploadError('file_changed', `The file gave ${bytes.byteLength} bytes at ${position}, not ${length}.`)
}
