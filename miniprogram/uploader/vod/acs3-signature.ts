import { hashRequest } from '../cloud/canonical-request'
import { toHex } from '../crypto/hex'
import { hexSha256, hmacOf } from '../crypto/text-hashes'

const ALGORITHM = 'ACS3-HMAC-SHA256'

export interface Acs3Request {
  method: 'GET' | 'POST'
  host: string
  /** API name, such as CreateUploadVideo. */
  action: string
  /** API version, such as 2017-03-21. */
  version: string
  query?: Readonly<Record<string, string>>
  body?: string
  /** `2026-01-02T03:04:05Z` */
  date: string
  /** Unlike that of any other request within the gateway's time window. */
  nonce: string
  accessKeyId: string
  accessKeySecret: string
  securityToken?: string
}

/**
 * The headers of a V3 request, signature included. Host is signed but not among them: HTTP clients set it themselves.
 * Source: Alibaba Cloud, "V3 request structure and signature".
 */
export function acs3Headers(request: Acs3Request): Record<string, string> {
  const bodyHash = hexSha256(request.body ?? '')
  const headers: Record<string, string> = {
    'x-acs-action': request.action,
    'x-acs-version': request.version,
    'x-acs-date': request.date,
    'x-acs-signature-nonce': request.nonce,
    'x-acs-content-sha256': bodyHash,
  }
  if (request.securityToken) headers['x-acs-security-token'] = request.securityToken
  const signed: Record<string, string> = { ...headers, host: request.host }
  const signedHeaders = Object.keys(signed).sort().join(';')
  const hash = hashRequest(request.method, '/', request.query ?? {}, signed, signedHeaders, bodyHash)
  const stringToSign = `${ALGORITHM}\n${hash}`
  const signature = toHex(hmacOf(request.accessKeySecret, stringToSign))
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${request.accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`,
  }
}
