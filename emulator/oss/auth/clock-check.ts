import { CloudError } from '../../errors'

/** RequestTimeTooSkewed says so itself, in MaxAllowedSkewMilliseconds. */
const MAX_SKEW_MS = 900_000

/**
 * @param requestTime milliseconds since 1970; NaN or undefined where the request states none
 * @throws {CloudError} 403 AccessDenied, RequestTimeTooSkewed
 */
export function checkClock(requestTime: number | undefined, now: number): void {
  if (requestTime === undefined || Number.isNaN(requestTime)) {
    throw new CloudError(403, 'AccessDenied', 'OSS authentication requires a valid Date.')
  }
  if (Math.abs(requestTime - now) <= MAX_SKEW_MS) return
  throw new CloudError(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    {
      MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS),
      RequestTime: new Date(requestTime).toISOString(),
      ServerTime: new Date(now).toISOString(),
      EC: '0002-00000504',
    },
  )
}

/**
 * A signed URL or form says itself until when it is good.
 * @throws {CloudError} 403 AccessDenied
 */
export function checkNotExpired(expires: number, now: number): void {
  if (now <= expires) return
  throw new CloudError(403, 'AccessDenied', 'Request has expired.', {
    Expires: new Date(expires).toISOString(),
    ServerTime: new Date(now).toISOString(),
  })
}
