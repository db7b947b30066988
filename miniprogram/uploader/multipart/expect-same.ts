import { UploadError } from '../errors'

/**
 * Compares the CRC-64 of what was sent with OSS's.
 * @throws {UploadError} checksum_mismatch
 */
export function expectSame(ours: string, theirs: string, of: string): void {
  if (ours === theirs) return
  throw new UploadError('checksum_mismatch', `OSS has other bytes of ${of}.`)
}
