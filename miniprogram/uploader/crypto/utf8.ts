import { percentEncode } from '../cloud/percent-encode'
import { toHex } from './hex'

// WeChat's JavaScript engines have no TextEncoder and no TextDecoder, but they escape what stands in addresses by its UTF-8.

/** UTF-8 bytes of a string. A lone surrogate becomes U+FFFD, as TextEncoder has it. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = percentEncode(text).replace(/%(..)/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  // Typed arrays are slow where they are made of something that iterates.
  return new Uint8Array(bytes.length).map((_, i) => bytes.charCodeAt(i))
}

/** The string that UTF-8 bytes stand for. Throws URIError where they are not valid UTF-8. */
export function decodeUtf8(bytes: Iterable<number>): string {
  return decodeURIComponent(toHex(bytes).replace(/../g, '%$&'))
}
