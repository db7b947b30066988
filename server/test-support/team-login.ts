import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export const ISSUER = 'https://backend.example'
export const AUDIENCE = 'wevod'

/** What a team's own backend does: it has a key, and signs tokens of its users with it. */
export async function teamLogin(algorithm = 'ES256', kid = 'k1') {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  return {
    /** The settings of a service that takes its tokens. */
    settings: {
      LOGIN: 'jwt',
      JWT_KEY: await exportSPKI(publicKey),
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: AUDIENCE,
      JWT_ALGORITHMS: algorithm,
    },
    jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' },
    publicKey: await exportSPKI(publicKey),
    token: (subject: string, claims?: JWTPayload, without?: readonly string[]) =>
      signToken(privateKey, algorithm, kid, subject, claims, without),
  }
}

/** A token for an hour; `claims` change that, and of those in `without` it has none. */
export function signToken(
  key: CryptoKey | Uint8Array,
  alg: string,
  kid: string,
  subject: string,
  claims: JWTPayload = {},
  without: readonly string[] = [],
): Promise<string> {
  const now = Math.floor(Date.now() / 1000)
  const payload = { iss: ISSUER, aud: AUDIENCE, sub: subject, iat: now, exp: now + 3600, ...claims }
  const kept = Object.fromEntries(Object.entries(payload).filter(([name]) => !without.includes(name)))
  return new SignJWT(kept).setProtectedHeader({ alg, kid }).sign(key)
}
