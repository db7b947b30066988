import { Problem } from '../problem'
import type { CallCounts } from '../store/call-counts'
import { minuteLimiter } from './minute-limiter'
import type { RateLimiter } from './rate'

/**
 * Counts in the database, by the minute: exact for any number of machines, at the price of a write a call. While the
 * database does not answer, each machine counts for itself.
 * @param kind keeps users and addresses apart
 */
export function sharedLimiter(kind: string, limit: number, counts: CallCounts, now: () => number): RateLimiter {
  const own = minuteLimiter(limit, now)
  return {
    async admits(key) {
      try {
        return (await counts.count(`${kind} ${key}`, now())) <= limit
      } catch (error) {
        if (error instanceof Problem && error.code === 'store_unavailable') return own.admits(key)
        throw error
      }
    },
  }
}
