import type { Credential } from '../../credentials'
import { CloudError } from '../../errors'
import type { OssCall } from '../call'

/**
 * The credential of a key and the token that came with it. Nothing is proved yet: that is the signature's task.
 * @throws {CloudError} 403 InvalidAccessKeyId, InvalidSecurityToken, AccessKeyIdAndSecurityTokenNotMatch,
 * SecurityTokenExpired
 */
export function findCredential(oss: OssCall, accessKeyId: string, securityToken: string | undefined): Credential {
  const { credentials } = oss.cloud
  const credential = credentials.find(accessKeyId)
  if (!securityToken) return checkPermanent(accessKeyId, credential)
  const owner = credentials.findByToken(securityToken)
  if (!owner) {
    throw new CloudError(403, 'InvalidSecurityToken', 'The security token you provided is invalid.', {
      EC: '0002-00000006',
    })
  }
  if (owner !== credential) {
    throw new CloudError(
      403,
      'AccessKeyIdAndSecurityTokenNotMatch',
      'The OSS access key id and security token you provided does not match.',
      { OSSAccessKeyId: accessKeyId, EC: '0002-00000004' },
    )
  }
  if (oss.tokenExpired || oss.now() >= (credential.expiresAt ?? Number.POSITIVE_INFINITY)) {
    throw new CloudError(403, 'SecurityTokenExpired', 'The security token you provided has expired.', {
      EC: '0002-00000007',
    })
  }
  return credential
}

function checkPermanent(accessKeyId: string, credential: Credential | undefined): Credential {
  const unknown = (message: string, ec?: string) =>
    new CloudError(403, 'InvalidAccessKeyId', message, { OSSAccessKeyId: accessKeyId, ...(ec && { EC: ec }) })
  const notThere = 'The OSS Access Key Id you provided does not exist in our records.'
  if (accessKeyId.startsWith('STS.')) {
    throw unknown(`${notThere} The Security Token may be lost to specify that it is a STS Access Id.`, '0002-00000003')
  }
  if (!credential) throw unknown(notThere, '0002-00000902')
  if (credential.grant.kind === 'user' && credential.grant.user.disabled) {
    throw unknown('The OSS Access Key Id you provided is disabled.')
  }
  return credential
}
