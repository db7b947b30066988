import type { UploadError } from '../errors'

/**
 * Codes by which VOD and OSS say that a temporary credential has ended. An ended one may also be unknown to them, which
 * they call InvalidAccessKeyId. Source: STS and OSS error pages; the vendor's own SDKs key on the first two.
 */
const EXPIRED = /^(SecurityTokenExpired|InvalidSecurityToken\.Expired|InvalidAccessKeyId(\.NotFound)?)$/
/** Codes by which they say that the signature's time is off. */
const SKEWED = /^(RequestTimeTooSkewed|InvalidTimeStamp\.Expired)$/
/** Refusals that pass, whatever their status: VOD throttles with 400. */
const PASSING = /^(Throttling|ServiceUnavailable|InternalError|SignatureNonceUsed|.*(QpsLimit|RateLimit))/i

type Refusal = Pick<UploadError, 'cloudCode' | 'status' | 'message'>

/** Whether a refusal means that the credential has to be renewed. Decided by the code, never by the HTTP status. */
export function isExpiry({ cloudCode = '', message }: Refusal): boolean {
  // One gateway says it in the message of an InvalidParameter only.
  return EXPIRED.test(cloudCode) || (cloudCode === 'InvalidParameter' && /SecurityToken\.Expired/.test(message))
}

/** Whether a refusal means that the clock has to be set. */
export function isSkew({ cloudCode = '' }: Refusal): boolean {
  return SKEWED.test(cloudCode)
}

/** Whether the same request may be taken later. */
export function isPassing({ status = 0, cloudCode = '' }: Refusal): boolean {
  return isPassingStatus(status) || PASSING.test(cloudCode)
}

/** Whether an HTTP status says that the same request may be taken later. */
function isPassingStatus(status: number): boolean {
  return status >= 500 || status === 429 || status === 408
}
