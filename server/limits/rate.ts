import { Problem } from '../problem'

/** Counts calls, and says whether one more is within the limit. Keys are a user's or an address's. */
export interface RateLimiter {
  admits(key: string): boolean | Promise<boolean>
}

export interface Limiters {
  user: RateLimiter
  /** For those who have not logged in: an address can be that of many phones behind one carrier. */
  address: RateLimiter
}

/** Both limits count by the minute; after this many seconds a new one has begun. */
const RETRY_S = 60

/** @throws {Problem} too_many_calls */
export async function expectAdmitted(limiter: RateLimiter, key: string): Promise<void> {
  if (await limiter.admits(key)) return
  throw new Problem('too_many_calls', 'Wait a minute.', { retryAfter: RETRY_S })
}

/**
 * The part of an address that one client cannot change at will: all of IPv4, and of IPv6 the network, since every
 * connection has 2^64 addresses in its own.
 */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail] = address.toLowerCase().split('::', 2)
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...zeros, ...after].slice(0, 4).join(':')
}
