import type { Credential } from '../../credentials'
import { CloudError } from '../../errors'
import type { OssCall } from '../call'
import { checkScope } from './check-scope'
import { checkV4 } from './check-v4'
import { checkClock } from './clock-check'
import { findCredential } from './find-credential'
import { parseScopeV4, parseTimeV4, UNSIGNED_PAYLOAD } from './signature-v4'

/**
 * `Authorization: OSS4-HMAC-SHA256 Credential=…[,AdditionalHeaders=a;b],Signature=…`.
 * @throws {CloudError} 400 InvalidArgument; 403 AccessDenied, RequestTimeTooSkewed, SignatureDoesNotMatch, and what
 * findCredential throws
 */
export function authenticateHeaderV4(oss: OssCall, authorization: string): Credential {
  const { exchange, cloud } = oss
  // What such a bucket answers is not documented: it is what OSS says of a header that it cannot read.
  if (cloud.switches.rejectV4) throw new CloudError(400, 'InvalidArgument', 'Authorization header is invalid.')
  const fields = readFields(authorization)
  const signature = fields.get('Signature')
  const scope = parseScopeV4(fields.get('Credential') ?? '')
  if (!scope || !signature) {
    throw new CloudError(400, 'InvalidArgument', 'The Authorization header is not in the format of signature V4.')
  }
  const time = exchange.header('x-oss-date') ?? exchange.header('date') ?? ''
  const requestTime = parseTimeV4(time)
  if (requestTime === undefined) checkClock(undefined, oss.now())
  checkScope(scope, time, cloud.account.region, 'Authorization header')
  if (exchange.header('x-oss-content-sha256') !== UNSIGNED_PAYLOAD) {
    throw new CloudError(400, 'InvalidArgument', 'The x-oss-content-sha256 header must be UNSIGNED-PAYLOAD.', {
      EC: '0002-00000214',
    })
  }
  const credential = findCredential(oss, scope.accessKeyId, exchange.header('x-oss-security-token'))
  checkClock(requestTime, oss.now())
  checkV4(oss, credential, {
    signature,
    scope,
    time,
    query: oss.query,
    additionalHeaders: fields.get('AdditionalHeaders'),
  })
  return credential
}

function readFields(authorization: string): Map<string, string> {
  const fields = authorization.slice(authorization.indexOf(' ')).split(',')
  return new Map(
    fields.map((field) => {
      const [name = '', ...value] = field.trim().split('=')
      return [name, value.join('=')]
    }),
  )
}
