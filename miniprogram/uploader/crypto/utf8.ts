// WeChat's JavaScript engines have no TextEncoder and no TextDecoder.

/** Text whose lone surrogates are replaced by U+FFFD, as TextEncoder does it; encodeURIComponent throws on them. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd')
}

/** UTF-8 bytes of a string. A lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(wellFormed(text))
  const bytes: number[] = []
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] !== '%') bytes.push(escaped.charCodeAt(at))
    else {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16))
      at += 2
    }
  }
  return Uint8Array.from(bytes)
}

/** The string that UTF-8 bytes stand for. Throws URIError where they are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string {
  let escaped = ''
  for (const byte of bytes) escaped += `%${byte < 16 ? '0' : ''}${byte.toString(16)}`
  return decodeURIComponent(escaped)
}
