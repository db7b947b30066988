import { Problem } from '../problem'

/**
 * @param fileSize bytes, as the client has declared them
 * @param maxBytes the operator's UPLOAD_MAX_BYTES
 * @throws {Problem} file_too_large
 */
export function expectSizeAllowed(fileSize: number, maxBytes: number): void {
  if (fileSize > maxBytes) throw new Problem('file_too_large', `A file may have ${maxBytes} bytes at most.`)
}
