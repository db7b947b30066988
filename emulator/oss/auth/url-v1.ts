import type { Credential } from '../../credentials'
import { CloudError } from '../../errors'
import type { OssCall } from '../call'
import { checkV1Allowed } from './check-v1'
import { checkNotExpired } from './clock-check'
import { findCredential } from './find-credential'
import { headersOf } from './headers'
import { checkSignature } from './signature-check'
import { signV1, stringToSignV1 } from './signature-v1'

/**
 * `?OSSAccessKeyId=…&Expires=<unix seconds>&Signature=…[&security-token=…]`.
 * @throws {CloudError} 403 AccessDenied, SignatureDoesNotMatch, and what findCredential throws
 */
export function authenticateUrlV1(oss: OssCall): Credential {
  const { exchange, query } = oss
  checkV1Allowed(oss)
  const accessKeyId = query.get('OSSAccessKeyId')
  const signature = query.get('Signature')
  const expires = query.get('Expires')
  if (!accessKeyId || !signature || !expires || !/^\d{1,12}$/.test(expires)) {
    throw new CloudError(
      403,
      'AccessDenied',
      'Query-string authentication requires the Signature, Expires and OSSAccessKeyId parameters.',
    )
  }
  const credential = findCredential(oss, accessKeyId, query.get('security-token'))
  checkNotExpired(Number(expires) * 1000, oss.now())
  const stringToSign = stringToSignV1({
    method: exchange.method,
    bucket: oss.bucket,
    key: oss.key,
    date: expires,
    headers: headersOf(exchange),
    query,
  })
  checkSignature(signature, signV1(credential.accessKeySecret, stringToSign), {
    accessKeyId,
    stringToSign,
    ec: '0002-00000040',
  })
  return credential
}
