import { UploadError } from '../errors'

/** The CRC-64 of what was sent is not OSS's. */
export function otherBytes(of: string, theirs: string, ours: string): UploadError {
  return new UploadError('checksum_mismatch', `OSS has other bytes of ${of}: CRC-64 ${theirs}, not ${ours}.`)
}
