import type { Credential } from '../../credentials'
import { CloudError } from '../../errors'
import { checkScope } from '../auth/check-scope'
import { checkV1Allowed } from '../auth/check-v1'
import { checkClock, checkNotExpired } from '../auth/clock-check'
import { findCredential } from '../auth/find-credential'
import { checkSignature } from '../auth/signature-check'
import { signV1 } from '../auth/signature-v1'
import { ALGORITHM_V4, MAX_LIFE_V4_S, parseScopeV4, parseTimeV4, signV4 } from '../auth/signature-v4'
import type { OssCall } from '../call'

type Fields = ReadonlyMap<string, string>

/**
 * Whose form this is: it signs its policy, with V1 or V4. Signatures in header or URL do not count for PostObject.
 * Sources: OSS, "PostObject", "POST V4 signature".
 * @throws {CloudError} 400 InvalidArgument; 403 AccessDenied, InvalidAccessKeyId, SignatureDoesNotMatch, …
 */
export function authenticateForm(oss: OssCall, fields: Fields): { credential: Credential; policy: string } {
  const policy = fields.get('policy')
  const v4 = fields.has('x-oss-signature-version') || fields.has('x-oss-credential') || fields.has('x-oss-signature')
  const v1 = fields.has('ossaccesskeyid') || fields.has('signature')
  if (!v4 && !v1 && policy === undefined) {
    throw new CloudError(403, 'AccessDenied', 'You have no right to access this object because of bucket acl.', {
      EC: '0003-00000001',
    })
  }
  if (!policy) throw missing('policy', '0002-00000702')
  return { credential: v4 ? authenticateV4(oss, fields, policy) : authenticateV1(oss, fields, policy), policy }
}

function authenticateV1(oss: OssCall, fields: Fields, policy: string): Credential {
  checkV1Allowed(oss)
  const accessKeyId = fields.get('ossaccesskeyid')
  const signature = fields.get('signature')
  if (!accessKeyId) throw missing('OSSAccessKeyId')
  if (!signature) throw missing('Signature')
  const credential = credentialOf(oss, accessKeyId, fields)
  checkSignature(signature, signV1(credential.accessKeySecret, policy), { accessKeyId, stringToSign: policy })
  return credential
}

function authenticateV4(oss: OssCall, fields: Fields, policy: string): Credential {
  if (fields.get('x-oss-signature-version') !== ALGORITHM_V4) {
    throw new CloudError(400, 'InvalidArgument', 'The x-oss-signature-version field is invalid.', {
      EC: '0002-00000701',
    })
  }
  const time = fields.get('x-oss-date')
  const signature = fields.get('x-oss-signature')
  if (!time) throw missing('x-oss-date')
  if (!signature) throw missing('x-oss-signature')
  const scope = parseScopeV4(fields.get('x-oss-credential') ?? '')
  if (!scope) {
    throw new CloudError(400, 'InvalidArgument', 'The x-oss-credential field is invalid.', { EC: '0002-00000710' })
  }
  checkScope(scope, time, oss.cloud.account.region, 'x-oss-credential')
  const credential = credentialOf(oss, scope.accessKeyId, fields)
  const signedAt = parseTimeV4(time)
  // It may be signed ahead of its use, up to seven days, but not in the future.
  if (signedAt === undefined || signedAt > oss.now()) checkClock(signedAt, oss.now())
  else checkNotExpired(signedAt + MAX_LIFE_V4_S * 1000, oss.now())
  checkSignature(signature, signV4(credential.accessKeySecret, scope, policy), {
    accessKeyId: scope.accessKeyId,
    stringToSign: policy,
    ec: '0002-00000201',
  })
  return credential
}

/** Unlike elsewhere, PostObject reports an expired temporary key as one that is not there (help page of its errors). */
function credentialOf(oss: OssCall, accessKeyId: string, fields: Fields): Credential {
  try {
    return findCredential(oss, accessKeyId, fields.get('x-oss-security-token'))
  } catch (error) {
    if (!(error instanceof CloudError) || error.code !== 'SecurityTokenExpired') throw error
    throw new CloudError(
      403,
      'InvalidAccessKeyId',
      'The OSS Access Key Id you provided does not exist in our records.',
      { OSSAccessKeyId: accessKeyId, EC: '0002-00000902' },
    )
  }
}

function missing(field: string, ec?: string): CloudError {
  return new CloudError(400, 'InvalidArgument', `The form has no ${field}, which its signature needs.`, {
    ArgumentName: field,
    ...(ec && { EC: ec }),
  })
}
