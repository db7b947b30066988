import { hexHash } from './hex-hash'

/** Stands for a user in logs, where the openid must not be: 64 bits of a hash, hexadecimal. */
export function pseudonym(openid: string): Promise<string> {
  return hexHash(`wevod user\n${openid}`, 8)
}
