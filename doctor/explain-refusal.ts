import { isThrottling, type Refusal } from './clouds/refusal'
import type { Context } from './context'
import type { Evidence, Explanation } from './finding'

/**
 * What a code of STS, VOD or OSS means wherever it comes. Decides by the code: the same one comes with different HTTP
 * statuses. A code that is not known here is shown as itself, with the request and where it can be looked up.
 */
export function explainRefusal(refusal: Refusal, context: Context): Explanation & Evidence {
  const { code, requestId } = refusal
  return {
    ...explanation(refusal, context),
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
  }
}

function explanation(refusal: Refusal, { texts, now, settings }: Context): Explanation {
  const { cloud, action, code, said, date, status } = refusal
  const { key, vod, clouds } = texts
  if (code === undefined) return clouds.stranger(cloud, action, status)
  if (isThrottling(code)) return clouds.throttled(cloud, action)
  if (/^(InvalidTimeStamp|RequestTimeTooSkewed)/.test(code)) {
    return texts.clock.refused(cloud, date === undefined ? undefined : date - now())
  }
  // Not the service's key: that of an UploadAuth, which VOD has made a moment ago.
  if (cloud === 'OSS') return status >= 500 ? clouds.passing(cloud, action) : clouds.unknown(cloud, action, code, said)
  if (code === 'InvalidParameter' && /SecurityToken\.Expired/.test(said)) return key.tokenEnded
  switch (code) {
    case 'InvalidAccessKeyId.NotFound':
    case 'InvalidAccessKeyId':
      return key.unknown
    case 'InvalidAccessKeyId.Inactive':
      return key.disabled
    case 'SignatureDoesNotMatch':
    case 'IncompleteSignature':
      return key.wrongSecret
    case 'MissingSecurityToken':
      return key.tokenMissing
    case 'InvalidSecurityToken.Expired':
    case 'SecurityTokenExpired':
      return key.tokenEnded
    case 'OperationDenied':
      return vod.inactive(settings.region)
    case 'OperationDenied.Suspended':
      return vod.suspended
    case 'Forbidden.InitFailed':
      return vod.notInitialised(settings.region)
    case 'InvalidApi.NotFound':
    case 'InvalidProduct.NotFound':
    case 'InvalidVersion':
    case 'InvalidAction.NotFound':
      return clouds.wrongEndpoint(cloud, settings[cloud === 'STS' ? 'sts' : 'vod'].endpoint)
  }
  if (code.startsWith('InvalidSecurityToken')) return key.tokenMismatch
  if (status >= 500 || /^(ServiceUnavailable|InternalError)$/i.test(code)) return clouds.passing(cloud, action)
  return clouds.unknown(cloud, action, code, said)
}
