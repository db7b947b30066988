import { timingSafeEqual } from 'node:crypto'
import { CloudError } from '../../errors'

/**
 * Compares a signature with the one that would be right. The error carries what was signed here, as OSS does, for whoever
 * has to find the difference.
 * @throws {CloudError} 403 SignatureDoesNotMatch
 */
export function checkSignature(
  provided: string,
  expected: string,
  signed: { accessKeyId: string; stringToSign: string; canonicalRequest?: string; ec?: string },
): void {
  const [a, b] = [Buffer.from(provided), Buffer.from(expected)]
  if (a.length === b.length && timingSafeEqual(a, b)) return
  const { accessKeyId, stringToSign, canonicalRequest, ec } = signed
  throw new CloudError(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    {
      OSSAccessKeyId: accessKeyId,
      SignatureProvided: provided,
      StringToSign: stringToSign,
      StringToSignBytes: hexBytes(stringToSign),
      ...(canonicalRequest !== undefined && {
        CanonicalRequest: canonicalRequest,
        CanonicalRequestBytes: hexBytes(canonicalRequest),
      }),
      ...(ec && { EC: ec }),
    },
  )
}

function hexBytes(text: string): string {
  return (Buffer.from(text).toString('hex').toUpperCase().match(/../g) ?? []).join(' ')
}
