import type { Call, Cloud } from '../cloud'
import type { Credential } from '../credentials'
import { CloudError } from '../errors'
import type { SignedRequest } from './signed-request'

/**
 * Whose request this is. Checks in the gateway's order: key, token, timestamp, nonce, signature.
 * @throws {CloudError} InvalidAccessKeyId.*, MissingSecurityToken, InvalidSecurityToken.*, InvalidTimeStamp.*,
 * SignatureNonceUsed, SignatureDoesNotMatch, Missing…
 */
export function authenticate(cloud: Cloud, call: Call, request: SignedRequest): Credential {
  const credential = findKey(cloud, request.accessKeyId)
  checkToken(cloud, call, credential, request.securityToken)

  const { timestampWindowSeconds } = cloud.switches
  const windowMs = timestampWindowSeconds * 1000
  const now = call.now()
  checkTimestamp(request.timestamp, now, windowMs)

  // A timestamp may lie a window ahead and is then good until a window after itself.
  const nonceLifeMs = 2 * windowMs
  const { accessKeyId, nonce } = request
  if (cloud.nonces.isUsed(accessKeyId, nonce, now, nonceLifeMs)) {
    throw new CloudError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.')
  }

  const { signature } = request
  const expected = request.expect(credential.accessKeySecret)
  if (signature !== expected.signature) {
    throw new CloudError(
      400,
      'SignatureDoesNotMatch',
      `Specified signature is not matched with our calculation. ${expected.explanation}`,
    )
  }
  cloud.nonces.remember(accessKeyId, nonce, now, nonceLifeMs)
  return credential
}

function findKey(cloud: Cloud, accessKeyId: string): Credential {
  const credential = cloud.credentials.find(accessKeyId)
  if (!credential) throw new CloudError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.')
  if (credential.grant.kind === 'user' && credential.grant.user.disabled) {
    throw new CloudError(400, 'InvalidAccessKeyId.Inactive', 'Specified access key is disabled.')
  }
  return credential
}

function checkToken(cloud: Cloud, call: Call, credential: Credential, token: string | undefined): void {
  if (!token && !credential.securityToken) return
  if (!token) {
    throw new CloudError(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.')
  }
  if (token !== credential.securityToken) {
    throw cloud.credentials.findByToken(token)
      ? new CloudError(
          400,
          'InvalidSecurityToken.MismatchWithAccessKey',
          'Specified SecurityToken mismatch with the AccessKey.',
        )
      : new CloudError(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.')
  }
  if (call.tokenExpired || call.now() >= (credential.expiresAt ?? Number.POSITIVE_INFINITY)) {
    throw new CloudError(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.')
  }
}

function checkTimestamp(timestamp: string | undefined, now: number, windowMs: number): void {
  if (timestamp === undefined) return
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(timestamp) ? Date.parse(timestamp) : Number.NaN
  if (Number.isNaN(time)) {
    throw new CloudError(
      400,
      'InvalidTimeStamp.Format',
      'Specified time stamp or date value is not well formatted: it must be like 2026-01-02T03:04:05Z.',
    )
  }
  if (Math.abs(now - time) > windowMs) {
    throw new CloudError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.')
  }
}
