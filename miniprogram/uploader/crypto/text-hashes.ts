import { toHex } from './hex'
import { hmacSha256, sha256 } from './sha256'
import { encodeUtf8 } from './utf8'

/** SHA-256 of a text, in hexadecimal. */
export function hexSha256(text: string): string {
  return toHex(sha256(encodeUtf8(text)))
}

/** HMAC of a text; the key may be one, too. */
export function hmacOf(key: Uint8Array | string, text: string): Uint8Array {
  return hmacSha256(typeof key === 'string' ? encodeUtf8(key) : key, encodeUtf8(text))
}
