import { sign, verify } from 'hono/jwt'
import { JwtTokenSignatureMismatched } from 'hono/utils/jwt/types'
import { RecentlyUsed } from '../memory/recently-used'
import { Problem } from '../problem'
import { OPENID } from './openid'
import { pseudonym } from './pseudonym'

/** Life of a session: 2 hours. Logging in again is silent, so a short life costs the user nothing. */
const SESSION_SECONDS = 2 * 60 * 60

const ISSUER = 'wevod'
const ALGORITHM = 'HS256'

/** Sessions whose signature need not be verified again, about 500 bytes each. */
const CAPACITY = 5000

/** Seconds that the clock of the machine which signed a session may be ahead of this one's. */
const CLOCK_TOLERANCE_S = 60

export interface Session {
  openid: string
  /** Stands for the user in logs, where the openid must not be: 64 bits of a hash, hexadecimal. */
  user: string
}

export interface Sessions {
  /** Signs a session (JWT, HS256) whose subject is the openid; gives its end, too, ISO 8601 UTC. */
  issue(openid: string): Promise<{ token: string; expiresAt: string; user: string }>
  /**
   * Reads the session of an `Authorization: Bearer` header.
   * @throws {Problem} session_missing, session_expired or session_invalid
   */
  read(authorization: string | undefined): Session | Promise<Session>
}

/**
 * @param keys the first signs; the others are former ones, whose sessions are good to their end
 * @param now milliseconds since 1970
 */
export function sessionsSignedWith(keys: readonly [string, ...string[]], now: () => number): Sessions {
  const verified = new RecentlyUsed<{ session: Session; expiresAt: number }>(CAPACITY)

  const verifyAndKeep = async (token: string) => {
    const { openid, exp } = await verifyWith(keys, token, now())
    const session = { openid, user: await pseudonym(openid) }
    verified.set(token, { session, expiresAt: exp * 1000 })
    return session
  }

  return {
    async issue(openid) {
      const iat = Math.floor(now() / 1000)
      const exp = iat + SESSION_SECONDS
      const token = await sign({ iss: ISSUER, sub: openid, iat, exp }, keys[0], ALGORITHM)
      return { token, expiresAt: new Date(exp * 1000).toISOString(), user: await pseudonym(openid) }
    },

    read(authorization) {
      const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
      if (!token) throw refuse('session_missing', 'Send "Authorization: Bearer <token>" with a token of POST /session.')
      const known = verified.get(token)
      // One that has run out is verified once more, for the right refusal.
      return known && now() < known.expiresAt ? known.session : verifyAndKeep(token)
    },
  }
}

async function verifyWith(
  keys: readonly string[],
  token: string,
  now: number,
): Promise<{ openid: string; exp: number }> {
  for (const key of keys) {
    try {
      // Times are judged here, by the service's own clock.
      const { sub, exp, iat } = await verify(token, key, { alg: ALGORITHM, iss: ISSUER, exp: false, iat: false })
      if (typeof sub !== 'string' || !OPENID.test(sub) || typeof exp !== 'number' || typeof iat !== 'number') break
      if (iat > now / 1000 + CLOCK_TOLERANCE_S) break
      if (exp <= now / 1000) throw refuse('session_expired', 'Log in again with POST /session.')
      return { openid: sub, exp }
    } catch (error) {
      if (error instanceof Problem) throw error
      // hono's messages contain the token: they go nowhere.
      if (error instanceof JwtTokenSignatureMismatched) continue
      break
    }
  }
  throw refuse('session_invalid', 'Log in again with POST /session.')
}

function refuse(code: 'session_missing' | 'session_expired' | 'session_invalid', detail: string): Problem {
  return new Problem(code, detail, { headers: { 'www-authenticate': 'Bearer' } })
}
