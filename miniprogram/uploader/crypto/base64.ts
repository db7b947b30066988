/** Bytes of standard base64 text, with or without padding. Throws RangeError on any other character or length. */
export function decodeBase64(text: string): number[] {
  const digits = text.replace(/=*$/, '')
  if (/[^A-Za-z0-9+/]/.test(digits) || digits.length % 4 === 1) throw new RangeError('no base64')
  const bits = digits.replace(/./g, sixBits)
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
}

/** Of a digit, one of A–Z, a–z, 0–9, `+`, `/`: as binary digits. */
function sixBits(digit: string): string {
  const code = digit.charCodeAt(0)
  const value = code > 96 ? code - 71 : code > 64 ? code - 65 : code > 47 ? code + 4 : code > 43 ? 63 : 62
  return (64 + value).toString(2).slice(1)
}
