import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { encodeUtf8 } from '../../miniprogram/uploader/crypto/utf8'

/** Base64 of HMAC-SHA1, as RPC queries and forms with signature V1 are signed. */
export function hmacSha1(key: string, text: string): string {
  return encodeBase64(hmac(sha1, encodeUtf8(key), encodeUtf8(text)))
}

/** Phones have no btoa. */
export function encodeBase64(bytes: Uint8Array): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const bits = (a << 16) | (b << 8) | c
    for (const shift of [18, 12, 6, 0]) text += digits.charAt((bits >> shift) & 63)
  }
  const padding = (3 - (bytes.length % 3)) % 3
  return text.slice(0, text.length - padding) + '='.repeat(padding)
}
