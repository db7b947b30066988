import { UploadError } from '../errors'

/** The error where the CRC-64 of what was sent is not OSS's, as far as both are known. */
export function otherBytes(of: string, theirs: string | undefined, ours: string | undefined): UploadError | undefined {
  return theirs && ours && theirs !== ours
    ? new UploadError('checksum_mismatch', `OSS has other bytes of ${of}: CRC-64 ${theirs}, not ${ours}.`)
    : undefined
}
