import type { Credential } from '../../credentials'
import { CloudError } from '../../errors'
import type { OssCall } from '../call'
import { checkV1Allowed } from './check-v1'
import { checkClock } from './clock-check'
import { findCredential } from './find-credential'
import { headersOf } from './headers'
import { checkSignature } from './signature-check'
import { signV1, stringToSignV1 } from './signature-v1'

/**
 * `Authorization: OSS <AccessKeyId>:<signature>`.
 * @throws {CloudError} 400 InvalidArgument; 403 AccessDenied, RequestTimeTooSkewed, SignatureDoesNotMatch, and what
 * findCredential throws
 */
export function authenticateHeaderV1(oss: OssCall, authorization: string): Credential {
  const { exchange } = oss
  checkV1Allowed(oss)
  const [, accessKeyId, signature] = /^OSS ([^:\s]+):(\S+)$/.exec(authorization) ?? []
  if (!accessKeyId || !signature) {
    throw new CloudError(400, 'InvalidArgument', 'The Authorization header is not in the format of signature V1.', {
      EC: '0002-00000062',
    })
  }
  const credential = findCredential(oss, accessKeyId, exchange.header('x-oss-security-token'))
  // x-oss-date is for callers that cannot set Date; it takes the Date line and stays among the headers too.
  const date = exchange.header('x-oss-date') ?? exchange.header('date') ?? ''
  checkClock(Date.parse(date), oss.now())
  const stringToSign = stringToSignV1({
    method: exchange.method,
    bucket: oss.bucket,
    key: oss.key,
    date,
    headers: headersOf(exchange),
    query: oss.query,
  })
  checkSignature(signature, signV1(credential.accessKeySecret, stringToSign), {
    accessKeyId,
    stringToSign,
    ec: '0002-00000040',
  })
  return credential
}
