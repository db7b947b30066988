import { hexHash } from '../users/hex-hash'
import { OPENID } from '../users/openid'

/**
 * The name of a user whom somebody else's login has vouched for: the subject itself where STS takes it as RoleSessionName,
 * so that ActionTrail names who did what; else a hash of it, the same for the same subject always.
 * @param subject 1 character or more
 */
export async function sessionNameOf(subject: string): Promise<string> {
  if (OPENID.test(subject) && !subject.startsWith(HASHED)) return subject
  return HASHED + (await hexHash(`wevod subject\n${subject}`, 20))
}

/** Nobody can have such a name by a subject that looks like it: it would be hashed, too. */
const HASHED = 'hashed-'
