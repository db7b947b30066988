import { hashRequest } from '../cloud/canonical-request'
import { compactTime } from '../cloud/clock'
import { percentEncode } from '../cloud/percent-encode'
import { toHex } from '../crypto/hex'
import { hmacOf } from '../crypto/text-hashes'

const ALGORITHM = 'OSS4-HMAC-SHA256'
/** Hashing a video takes half a second a megabyte on an iPhone without JIT; CRC-64 guards the bytes instead. */
const PAYLOAD = 'UNSIGNED-PAYLOAD'

export interface OssRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  bucket: string
  key: string
  /** Parameters such as uploadId; an empty value is written without `=`. */
  query: Readonly<Record<string, string>>
  /** All are signed: `x-oss-*` headers, content-type and content-md5, and no others. Names in lower case. */
  headers: Readonly<Record<string, string>>
}

export interface OssSigner {
  accessKeyId: string
  accessKeySecret: string
  securityToken?: string
  /** Without `oss-`, such as `cn-shanghai`. */
  region: string
}

/**
 * The request's headers with those of signature V4 added.
 * Source: OSS, "Include V4 signatures in the Authorization header".
 * @param time milliseconds since 1970, by the cloud's clock
 */
export function signOssV4(request: OssRequest, signer: OssSigner, time: number): Record<string, string> {
  const dateTime = compactTime(time)
  const headers: Record<string, string> = {
    ...request.headers,
    'x-oss-content-sha256': PAYLOAD,
    'x-oss-date': dateTime,
  }
  if (signer.securityToken) headers['x-oss-security-token'] = signer.securityToken
  const path = `/${percentEncode(request.bucket)}/${encodeKey(request.key)}`
  // No additional headers.
  const hash = hashRequest(request.method, path, request.query, headers, '', PAYLOAD)
  const date = dateTime.slice(0, 8)
  const scope = [date, signer.region, 'oss', 'aliyun_v4_request']
  const stringToSign = [ALGORITHM, dateTime, scope.join('/'), hash].join('\n')
  const signingKey = scope.reduce<Uint8Array | string>(hmacOf, `aliyun_v4${signer.accessKeySecret}`)
  const signature = toHex(hmacOf(signingKey, stringToSign))
  return {
    ...headers,
    authorization: `${ALGORITHM} Credential=${signer.accessKeyId}/${scope.join('/')}, Signature=${signature}`,
  }
}

/** The object's name as it stands in a URL: escaped but for the slashes. */
export function encodeKey(key: string): string {
  return key.split('/').map(percentEncode).join('/')
}
