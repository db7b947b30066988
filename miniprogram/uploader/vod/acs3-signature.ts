import { hashRequest } from '../cloud/canonical-request'
import { isoSeconds } from '../cloud/clock'
import { toHex } from '../crypto/hex'
import { hexSha256, hmacOf } from '../crypto/text-hashes'

const ALGORITHM = 'ACS3-HMAC-SHA256'

export interface Acs3Signer {
  accessKeyId: string
  accessKeySecret: string
  securityToken?: string
}

/**
 * The headers of a POST with V3, signature included. Host is signed but not among them: HTTP clients set it themselves.
 * Source: Alibaba Cloud, "V3 request structure and signature".
 * @param action API name, such as CreateUploadVideo
 * @param version API version, such as 2017-03-21
 * @param time milliseconds since 1970, by the cloud's clock
 * @param nonce unlike that of any other request within the gateway's time window
 */
export function acs3Headers(
  host: string,
  action: string,
  version: string,
  body: string,
  { accessKeyId, accessKeySecret, securityToken }: Acs3Signer,
  time: number,
  nonce: string,
  query: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const bodyHash = hexSha256(body)
  const headers: Record<string, string> = {
    'x-acs-action': action,
    'x-acs-version': version,
    'x-acs-date': isoSeconds(time),
    'x-acs-signature-nonce': nonce,
    'x-acs-content-sha256': bodyHash,
    ...(securityToken && { 'x-acs-security-token': securityToken }),
  }
  const signed: Record<string, string> = { ...headers, host }
  const signedHeaders = Object.keys(signed).sort().join(';')
  const hash = hashRequest('POST', '/', query, signed, signedHeaders, bodyHash)
  const signature = toHex(hmacOf(accessKeySecret, [ALGORITHM, hash].join('\n')))
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`,
  }
}
