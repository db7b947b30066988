import { OPENID } from '../users/openid'

/**
 * The name of a user whom somebody else's login has vouched for: the subject itself where STS takes it as RoleSessionName,
 * so that ActionTrail names who did what; else a hash of it, the same for the same subject always.
 * @param subject 1 character or more
 */
export async function sessionNameOf(subject: string): Promise<string> {
  if (OPENID.test(subject) && !subject.startsWith(HASHED)) return subject
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`wevod subject\n${subject}`))
  return HASHED + [...new Uint8Array(hash, 0, 20)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Nobody can have such a name by a subject that looks like it: it would be hashed, too. */
const HASHED = 'hashed-'
