import { sign, verify } from 'hono/jwt'
import { JwtTokenExpired } from 'hono/utils/jwt/types'
import { Problem } from './problem'

/** Life of a session: 2 hours. Logging in again is silent, so a short life costs the user nothing. */
const SESSION_SECONDS = 2 * 60 * 60

const ISSUER = 'wevod'
const ALGORITHM = 'HS256'

export interface Session {
  openid: string
}

/**
 * Signs a session (JWT, HS256) whose subject is the openid.
 * @param now milliseconds since 1970
 * @returns the token and its end, ISO 8601 UTC
 */
export async function issueSession(
  openid: string,
  key: string,
  now: number,
): Promise<{ token: string; expiresAt: string }> {
  const iat = Math.floor(now / 1000)
  const exp = iat + SESSION_SECONDS
  const token = await sign({ iss: ISSUER, sub: openid, iat, exp }, key, ALGORITHM)
  return { token, expiresAt: new Date(exp * 1000).toISOString() }
}

/**
 * Reads the session of an `Authorization: Bearer` header.
 * @throws {Problem} session_missing, session_expired or session_invalid
 */
export async function readSession(authorization: string | undefined, key: string): Promise<Session> {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
  if (!token) throw refuse('session_missing', 'Send "Authorization: Bearer <token>" with a token of POST /session.')
  let openid: unknown
  try {
    openid = (await verify(token, key, { alg: ALGORITHM, iss: ISSUER })).sub
  } catch (error) {
    // hono's messages contain the token: they go nowhere.
    if (error instanceof JwtTokenExpired) throw refuse('session_expired', 'Log in again with POST /session.')
    throw refuse('session_invalid', 'Log in again with POST /session.')
  }
  if (typeof openid !== 'string') throw refuse('session_invalid', 'Log in again with POST /session.')
  return { openid }
}

function refuse(code: 'session_missing' | 'session_expired' | 'session_invalid', detail: string): Problem {
  return new Problem(code, detail, { headers: { 'www-authenticate': 'Bearer' } })
}
