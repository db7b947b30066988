import { percentEncode } from '../../miniprogram/uploader/cloud/percent-encode'
import { hmacSha1 } from './hmac-sha1'
import type { Key } from './sdk-types'

/** A call of VOD as a signed URL: RPC style, HMAC-SHA1, and no Timestamp. */
export function vodUrl(region: string, key: Key, call: Record<string, string>): string {
  const query = {
    ...call,
    Version: '2017-03-21',
    Format: 'JSON',
    AccessKeyId: key.accessKeyId,
    SecurityToken: key.securityToken,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: nonce(),
  }
  const signature = percentEncode(signQuery('GET', query, key.accessKeySecret))
  return `https://vod.${region}.aliyuncs.com/?${canonical(query)}&Signature=${signature}`
}

/** SignatureVersion 1.0 (document_detail/25490). */
export function signQuery(method: string, query: Record<string, string>, accessKeySecret: string): string {
  return hmacSha1(`${accessKeySecret}&`, `${method}&${percentEncode('/')}&${percentEncode(canonical(query))}`)
}

function canonical(query: Record<string, string>): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(query[name] ?? '')}`)
    .join('&')
}

function nonce(): string {
  return Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('')
}
