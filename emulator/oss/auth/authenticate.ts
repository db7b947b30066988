import type { Credential } from '../../credentials'
import { CloudError } from '../../errors'
import type { OssCall } from '../call'
import { authenticateHeaderV1 } from './header-v1'
import { authenticateHeaderV4 } from './header-v4'
import { ALGORITHM_V4 } from './signature-v4'
import { authenticateUrlV1 } from './url-v1'
import { authenticateUrlV4 } from './url-v4'

/**
 * Whose request this is, by its header or its URL. Nothing is public here: a request without signature is refused.
 * @throws {CloudError} 400 InvalidArgument; 403 AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, …
 */
export function authenticate(oss: OssCall): Credential {
  const authorization = oss.exchange.header('authorization')
  const signedUrl = urlScheme(oss.query)
  if (authorization !== undefined && signedUrl) {
    throw new CloudError(400, 'InvalidArgument', 'Only one auth mechanism allowed: header or query string.')
  }
  if (signedUrl) return signedUrl(oss)
  if (authorization === undefined) {
    throw new CloudError(403, 'AccessDenied', 'You have no right to access this object because of bucket acl.', {
      EC: '0003-00000001',
    })
  }
  if (authorization.startsWith(`${ALGORITHM_V4} `)) return authenticateHeaderV4(oss, authorization)
  return authenticateHeaderV1(oss, authorization)
}

function urlScheme(query: ReadonlyMap<string, string>) {
  if (query.has('x-oss-signature') || query.has('x-oss-signature-version')) return authenticateUrlV4
  if (query.has('Signature') || query.has('OSSAccessKeyId')) return authenticateUrlV1
  return undefined
}
