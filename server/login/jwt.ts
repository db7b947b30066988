import type { CryptoKey, FlattenedJWSInput, JWSHeaderParameters } from 'jose'
import { lazy } from '../cloud/lazy'
import { RecentlyUsed } from '../memory/recently-used'
import { Problem } from '../problem'
import type { JwtAlgorithm } from '../settings/jwt-algorithms'
import type { LoginSettings } from '../settings/login'
import { pseudonym } from '../users/pseudonym'
import type { Session } from '../users/session'
import type { Identify } from './identify'
import { sessionNameOf } from './session-name'

type JwtLogin = Extract<LoginSettings, { kind: 'jwt' }>

/** Tokens whose signature need not be verified again, some kilobytes each at most. */
const CAPACITY = 5000

/** Longest token, characters: that of a backend with all its claims has some 2,000. */
const TOKEN_MAX = 8192

/**
 * Keys are asked for again after this time, so that one which the team has withdrawn is not good for ever; and at most
 * this often for a key that is not among them, milliseconds.
 */
const KEYS_MS = 10 * 60_000
const KEYS_AGAIN_MS = 30_000

/**
 * The team's own login: a Bearer token (JWT) of its backend, whose subject is the user. Verified by `jose`: signature,
 * algorithm, issuer, audience, time.
 */
export function jwtIdentity(login: JwtLogin, timeoutMs: number, now: () => number): Identify {
  const verified = new RecentlyUsed<{ session: Session; expiresAt: number }>(CAPACITY)
  const verifier = lazy(async () => {
    const jose = await loadJose()
    return { jose, keyFor: keysOf(jose, login, timeoutMs) }
  })

  const verify = async (token: string): Promise<{ session: Session; expiresAt: number }> => {
    const { jose, keyFor } = await verifier()
    const { payload } = await jose.jwtVerify(token, keyFor, {
      algorithms: [...login.algorithms],
      issuer: login.issuer,
      audience: login.audience,
      clockTolerance: login.toleranceS,
      currentDate: new Date(now()),
      requiredClaims: ['sub', 'exp'],
    })
    const { sub = '', exp = 0 } = payload
    if (sub === '') throw new jose.JWTClaimValidationFailed('the subject is empty', payload, 'sub')
    const openid = await sessionNameOf(sub)
    const session = { openid, user: await pseudonym(openid) }
    return { session, expiresAt: (exp + login.toleranceS) * 1000 }
  }

  return async (header) => {
    const token = /^Bearer +(\S+)$/i.exec(header('authorization') ?? '')?.[1]
    if (token === undefined)
      throw refuse('session_missing', 'Send "Authorization: Bearer <token>" with your own token.')
    if (token.length > TOKEN_MAX) throw refuse('session_invalid', `A token has ${TOKEN_MAX} characters at most.`)
    const known = verified.get(token)
    if (known && now() < known.expiresAt) return known.session
    try {
      const found = await verify(token)
      verified.set(token, found)
      return found.session
    } catch (error) {
      throw problemOf(error)
    }
  }
}

type Jose = Awaited<ReturnType<typeof loadJose>>

/**
 * By the first call: it has no place in the start of a service with another login. Of the whole package these are a third,
 * and a Worker has to read through all that is in its bundle when it starts.
 */
async function loadJose() {
  const [{ jwtVerify }, { createRemoteJWKSet }, { importSPKI }, { JWTClaimValidationFailed }] = await Promise.all([
    import('jose/jwt/verify'),
    import('jose/jwks/remote'),
    import('jose/key/import'),
    import('jose/errors'),
  ])
  return { jwtVerify, createRemoteJWKSet, importSPKI, JWTClaimValidationFailed }
}

type KeyFor = (header: JWSHeaderParameters, token?: FlattenedJWSInput) => Promise<CryptoKey | Uint8Array>

function keysOf(jose: Jose, { keys }: JwtLogin, timeoutMs: number): KeyFor {
  if ('jwksUrl' in keys) {
    const remote = jose.createRemoteJWKSet(new URL(keys.jwksUrl), {
      timeoutDuration: timeoutMs,
      cacheMaxAge: KEYS_MS,
      cooldownDuration: KEYS_AGAIN_MS,
    })
    return (header, token) => remote(header as JWSHeaderParameters, token)
  }
  if ('secret' in keys) {
    const secret = new TextEncoder().encode(keys.secret)
    return () => Promise.resolve(secret)
  }
  const imported = new Map<JwtAlgorithm, Promise<CryptoKey>>()
  return ({ alg }) => {
    // jose has seen to it that it is among the algorithms of the settings.
    const algorithm = alg as JwtAlgorithm
    const key = imported.get(algorithm) ?? jose.importSPKI(keys.publicKey, algorithm)
    imported.set(algorithm, key)
    return key
  }
}

/** jose's messages may quote a claim, so none of them goes anywhere; its codes name what is wrong. */
function problemOf(error: unknown): Problem {
  const code = codeOf(error)
  if (code === 'ERR_JWT_EXPIRED') return refuse('session_expired', 'Send a token that has not expired.')
  // What jose says of a token all has such a code; those of the keys' address are of fetch, or these.
  if (code === undefined || code === 'ERR_JWKS_TIMEOUT' || code === 'ERR_JOSE_GENERIC' || code === 'ERR_JWKS_INVALID') {
    return new Problem('login_unavailable', 'Try again in a moment.', {
      retryAfter: 1,
      hint: `the keys at JWT_JWKS_URL cannot be had (${code ?? (error as Error).name}), or JWT_KEY is no key of this kind`,
    })
  }
  return refuse('session_invalid', 'Send a token of your own backend that this service is set up for.')
}

function codeOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && code.startsWith('ERR_') ? code : undefined
}

function refuse(code: 'session_missing' | 'session_expired' | 'session_invalid', detail: string): Problem {
  return new Problem(code, detail, { headers: { 'www-authenticate': 'Bearer' } })
}
