import type { UploadError } from '../errors'

/**
 * Codes by which VOD and OSS say that a temporary credential has ended: SecurityTokenExpired, InvalidSecurityToken.Expired.
 * An ended one may also be unknown to them, which they call InvalidAccessKeyId. Source: STS and OSS error pages; the
 * vendor's own SDKs key on the first two.
 */
const EXPIRED = /^(SecurityTokenExpired|InvalidAccessKeyId(.NotFound)?)$|SecurityToken.Expired/
/** Codes by which they say that the signature's time is off. */
const SKEWED = /^(RequestTimeTooSkewed|InvalidTimeStamp.Expired)$/
/** Status and code of refusals that pass. VOD throttles with 400. */
const PASSING = /^(5..|408|429)| (Throttling|ServiceUnavailable|InternalError|SignatureNonceUsed)|QpsLimit|RateLimit/i

type Refusal = Pick<UploadError, 'cloudCode' | 'message'>

/** Whether a refusal means that the credential has to be renewed. Decided by the code, never by the HTTP status. */
export function isExpiry({ cloudCode = '', message }: Refusal): boolean {
  // One gateway says it in the message of an InvalidParameter only.
  return EXPIRED.test(cloudCode === 'InvalidParameter' ? message : cloudCode)
}

/** Whether a refusal means that the clock has to be set. */
export function isSkew({ cloudCode = '' }: Refusal): boolean {
  return SKEWED.test(cloudCode)
}

/** Whether the same request may be taken later. */
export function isPassing({ status, cloudCode }: { status?: unknown; cloudCode?: string | undefined }): boolean {
  return PASSING.test(`${status} ${cloudCode}`)
}
