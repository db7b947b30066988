/** Bytes of standard base64 text, with or without padding. Throws RangeError on any other character or length. */
export function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(/=*$/, '')
  if (/[^A-Za-z0-9+/]/.test(digits) || digits.length % 4 === 1) throw new RangeError('no base64')
  const bytes = new Uint8Array((digits.length * 3) >> 2)
  let bits = 0
  for (let i = 0; i < digits.length; i++) {
    bits = (bits << 6) | sextet(digits.charCodeAt(i))
    // Each digit of four but the first completes a byte.
    if (i % 4 > 0) bytes[(i * 3) >> 2] = bits >> (6 - (i % 4) * 2)
  }
  return bytes
}

/** Of a digit's character code: A–Z, a–z, 0–9, `+`, `/`. */
function sextet(code: number): number {
  if (code >= 97) return code - 71
  if (code >= 65) return code - 65
  if (code >= 48) return code + 4
  return code === 43 ? 62 : 63
}
