import { toHex } from './hex'

// WeChat's JavaScript engines have no TextEncoder and no TextDecoder.

/** Text whose lone surrogates are replaced by U+FFFD, as TextEncoder does it; encodeURIComponent throws on them. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd')
}

/** UTF-8 bytes of a string. A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = encodeURIComponent(wellFormed(text)).replace(/%(..)/g, (_, hex) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return new Uint8Array(bytes.length).map((_, i) => bytes.charCodeAt(i))
}

/** The string that UTF-8 bytes stand for. Throws URIError where they are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  return decodeURIComponent(toHex(bytes).replace(/../g, '%$&'))
}
