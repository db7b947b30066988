const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes of standard base64 text, with or without padding. Throws RangeError on any other character or length. */
export function decodeBase64(text: string): Uint8Array {
  const digits = text.replace(/={0,2}$/, '')
  if (digits.length % 4 === 1) throw new RangeError('not base64: wrong length')
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4))
  let bits = 0
  let count = 0
  let at = 0
  for (const digit of digits) {
    const value = ALPHABET.indexOf(digit)
    if (value < 0) throw new RangeError('not base64: wrong character')
    bits = ((bits << 6) | value) & 0xffff
    count += 6
    if (count >= 8) {
      count -= 8
      bytes[at++] = bits >> count
    }
  }
  return bytes
}
