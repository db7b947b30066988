/** Stands for a user in logs, where the openid must not be: 64 bits of a hash, hexadecimal. */
export async function pseudonym(openid: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`wevod user\n${openid}`))
  return [...new Uint8Array(hash, 0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
