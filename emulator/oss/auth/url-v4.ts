import type { Credential } from '../../credentials'
import { CloudError } from '../../errors'
import type { OssCall } from '../call'
import { checkScope } from './check-scope'
import { checkV4 } from './check-v4'
import { checkClock, checkNotExpired } from './clock-check'
import { findCredential } from './find-credential'
import { ALGORITHM_V4, MAX_LIFE_V4_S, parseScopeV4, parseTimeV4 } from './signature-v4'

/**
 * `?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-credential=…&x-oss-date=…&x-oss-expires=<seconds>&x-oss-signature=…`,
 * optionally with x-oss-additional-headers and x-oss-security-token.
 * @throws {CloudError} 400 InvalidArgument; 403 AccessDenied, RequestTimeTooSkewed, SignatureDoesNotMatch, and what
 * findCredential throws
 */
export function authenticateUrlV4(oss: OssCall): Credential {
  const { cloud } = oss
  const { 'x-oss-signature': signature, ...signed } = Object.fromEntries(oss.query)
  const time = signed['x-oss-date'] ?? ''
  const signedAt = parseTimeV4(time)
  const lifeS = Number(signed['x-oss-expires'])
  const scope = parseScopeV4(signed['x-oss-credential'] ?? '')
  if (signed['x-oss-signature-version'] !== ALGORITHM_V4 || !scope || !signature || signedAt === undefined) {
    throw new CloudError(403, 'AccessDenied', 'The parameters of signature V4 are missing or malformed.')
  }
  if (!Number.isInteger(lifeS) || lifeS < 1 || lifeS > MAX_LIFE_V4_S) {
    throw new CloudError(400, 'InvalidArgument', `x-oss-expires must be between 1 and ${MAX_LIFE_V4_S}.`)
  }
  checkScope(scope, time, cloud.account.region, 'x-oss-credential')
  const credential = findCredential(oss, scope.accessKeyId, signed['x-oss-security-token'])
  // It may be old, up to its life, but not from the future.
  if (signedAt > oss.now()) checkClock(signedAt, oss.now())
  checkNotExpired(signedAt + lifeS * 1000, oss.now())
  checkV4(oss, credential, {
    signature,
    scope,
    time,
    query: new Map(Object.entries(signed)),
    additionalHeaders: signed['x-oss-additional-headers'],
  })
  return credential
}
