/** Algorithms of signatures that a team's token may have (RFC 7518, RFC 8037); none of them is "none". */
export const JWT_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'HS256',
  'HS384',
  'HS512',
] as const

export type JwtAlgorithm = (typeof JWT_ALGORITHMS)[number]
