import { Problem } from '../problem'

/** Counts calls, and says whether one more is within the limit. Keys are a user's or an address's. */
export interface RateLimiter {
  admits(key: string): boolean | Promise<boolean>
}

/** Both are asked by http/admission alone. */
export interface Limiters {
  user: RateLimiter
  /** For all that comes without a session: an address can be that of many phones behind one carrier. */
  address: RateLimiter
}

/** Both limits count by the minute; after this many seconds a new one has begun. */
const RETRY_S = 60

/** @throws {Problem} too_many_calls */
export async function expectAdmitted(limiter: RateLimiter, key: string): Promise<void> {
  if (await limiter.admits(key)) return
  throw new Problem('too_many_calls', 'Wait a minute.', { retryAfter: RETRY_S })
}
