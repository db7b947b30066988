import { UploadError } from '../errors'

/**
 * Compares the CRC-64 of what was sent with OSS's.
 * @param theirs undefined where OSS's cannot be seen: then there is nothing to compare
 * @throws {UploadError} checksum_mismatch
 */
export function expectSame(ours: string, theirs: string | undefined, of: string): void {
  if (theirs === undefined || ours === theirs) return
  throw new UploadError('checksum_mismatch', `OSS has other bytes of ${of}: CRC-64 ${theirs}, not ${ours}.`)
}
