/** Lower-case hexadecimal, two digits a byte. */
export function toHex(bytes: Iterable<number>): string {
  let text = ''
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16)
  return text
}
