import type { JwtAlgorithm } from './jwt-algorithms'
import type { Values } from './schema'

/** Who vouches for the user. */
export type LoginSettings =
  /** wx.login and code2Session; this service signs a session. */
  | { kind: 'wechat' }
  /** The team's own backend. */
  | {
      kind: 'jwt'
      keys: { jwksUrl: string } | { publicKey: string } | { secret: string }
      issuer: string
      audience: string
      algorithms: readonly JwtAlgorithm[]
      /** Seconds by which its clock and ours may differ. */
      toleranceS: number
    }
  /** 微信云托管. */
  | { kind: 'cloudrun'; appId: string; envId: string }

/** What each login needs at least. */
const NEEDS = {
  wechat: ['WECHAT_APPID', 'WECHAT_APP_SECRET'],
  jwt: ['JWT_ISSUER', 'JWT_AUDIENCE'],
  cloudrun: ['WECHAT_APPID', 'CBR_ENV_ID'],
} as const

type Mistake = readonly [setting: string, mistake: string]

/** What the login that LOGIN names needs and is not there; of an unknown one, nothing. */
export function missingForLogin(env: Readonly<Record<string, unknown>>): string[] {
  const { LOGIN: kind = 'wechat' } = env
  const needs: readonly string[] = Object.hasOwn(NEEDS, String(kind)) ? NEEDS[kind as keyof typeof NEEDS] : []
  return needs.filter((name) => env[name] === undefined)
}

/** Reads LOGIN, and what the login it names needs; whatever that needs at least is there. */
export function readLogin(values: Values): { login: LoginSettings } | { mistake: Mistake } {
  switch (values.LOGIN) {
    case 'wechat':
      return { login: { kind: 'wechat' } }
    case 'cloudrun':
      return { login: { kind: 'cloudrun', appId: values.WECHAT_APPID ?? '', envId: values.CBR_ENV_ID ?? '' } }
    case 'jwt':
      return readJwt(values)
  }
}

function readJwt(values: Values): { login: LoginSettings } | { mistake: Mistake } {
  const { JWT_JWKS_URL: jwksUrl, JWT_KEY: key, JWT_ALGORITHMS: named, JWT_TOLERANCE_SECONDS: toleranceS } = values
  if ((jwksUrl === undefined) === (key === undefined)) {
    return { mistake: ['JWT_JWKS_URL', 'or JWT_KEY has to be set, and not both'] }
  }
  const isPublic = key === undefined || key.startsWith('-----BEGIN PUBLIC KEY-----')
  // Whoever takes a public key for a secret would take anybody's token.
  if (!named.every((algorithm) => algorithm.startsWith('HS') !== isPublic)) {
    const kind = isPublic ? 'public keys have none of HS256, HS384, HS512' : 'a secret has only HS256, HS384, HS512'
    return { mistake: ['JWT_ALGORITHMS', `does not fit the key: ${kind}`] }
  }
  if (!isPublic && key.length < 32) {
    return {
      mistake: ['JWT_KEY', 'must be a public key (PEM, BEGIN PUBLIC KEY) or a secret of at least 32 characters'],
    }
  }
  const keys = key === undefined ? { jwksUrl: jwksUrl ?? '' } : isPublic ? { publicKey: key } : { secret: key }
  const algorithms: readonly JwtAlgorithm[] = named.length > 0 ? named : [isPublic ? 'RS256' : 'HS256']
  const { JWT_ISSUER: issuer = '', JWT_AUDIENCE: audience = '' } = values
  return { login: { kind: 'jwt', keys, issuer, audience, algorithms, toleranceS } }
}
