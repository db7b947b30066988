import type { Credential } from '../../credentials'
import type { OssCall } from '../call'
import { headersOf } from './headers'
import { checkSignature } from './signature-check'
import { canonicalRequestV4, type ScopeV4, signV4, stringToSignV4 } from './signature-v4'

export interface SignedV4 {
  signature: string
  scope: ScopeV4
  /** x-oss-date. */
  time: string
  /** Without x-oss-signature. */
  query: ReadonlyMap<string, string>
  /** Names joined by `;`. */
  additionalHeaders: string | undefined
}

/**
 * Verifies a V4 signature, wherever it stood.
 * @throws {CloudError} 403 SignatureDoesNotMatch
 */
export function checkV4(oss: OssCall, credential: Credential, signed: SignedV4): void {
  const { signature, scope, time, query, additionalHeaders } = signed
  const canonicalRequest = canonicalRequestV4({
    method: oss.exchange.method,
    bucket: oss.bucket,
    key: oss.key,
    headers: headersOf(oss.exchange),
    query,
    additionalHeaders: additionalHeaders?.split(';') ?? [],
  })
  const stringToSign = stringToSignV4(time, scope, canonicalRequest)
  checkSignature(signature, signV4(credential.accessKeySecret, scope, stringToSign), {
    accessKeyId: scope.accessKeyId,
    stringToSign,
    canonicalRequest,
    ec: '0002-00000201',
  })
}
