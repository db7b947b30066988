import { hashRequest } from '../cloud/canonical-request'
import { isoSeconds } from '../cloud/clock'
import { percentEncode } from '../cloud/percent-encode'
import { toHex } from '../crypto/hex'
import { hmacOf } from '../crypto/text-hashes'

const ALGORITHM = 'OSS4-HMAC-SHA256'
/** Hashing a video takes half a second a megabyte on an iPhone without JIT; CRC-64 guards the bytes instead. */
const PAYLOAD = 'UNSIGNED-PAYLOAD'

/** An object. */
export interface OssObject {
  bucket: string
  key: string
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
 * @param query parameters such as uploadId; an empty value is written without `=`
 * @param headers all are signed: `x-oss-*` headers, content-type and content-md5, and no others; names in lower case
 * @param time milliseconds since 1970, by the cloud's clock
 */
export function signOssV4(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  { bucket, key }: OssObject,
  query: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  { accessKeyId, accessKeySecret, securityToken, region }: OssSigner,
  time: number,
): Record<string, string> {
  // `20260102T030405Z`
  const dateTime = isoSeconds(time).replace(/[-:]/g, '')
  const signed: Record<string, string> = {
    ...headers,
    'x-oss-content-sha256': PAYLOAD,
    'x-oss-date': dateTime,
    ...(securityToken && { 'x-oss-security-token': securityToken }),
  }
  // No additional headers.
  const hash = hashRequest(method, encodeKey(`/${bucket}/${key}`), query, signed, '', PAYLOAD)
  const scope = `${dateTime.slice(0, 8)}/${region}/oss/aliyun_v4_request`
  const signingKey = scope.split('/').reduce<Uint8Array | string>(hmacOf, `aliyun_v4${accessKeySecret}`)
  const signature = toHex(hmacOf(signingKey, [ALGORITHM, dateTime, scope, hash].join('\n')))
  return { ...signed, authorization: `${ALGORITHM} Credential=${accessKeyId}/${scope}, Signature=${signature}` }
}

/** The object's name as it stands in a URL: escaped but for the slashes. */
export function encodeKey(key: string): string {
  return key.split('/').map(percentEncode).join('/')
}
