/** The first bytes of the SHA-256 of a text, hexadecimal. */
export async function hexHash(text: string, bytes: number): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(hash, 0, bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
