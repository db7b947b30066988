import { RecentlyUsed } from '../memory/recently-used'
import type { RateLimiter } from './rate'

const MINUTE_MS = 60_000

/** Keys that are counted at the same time, about 100 bytes each. */
const CAPACITY = 20_000

/** Counts in the memory of one process, by the minute: for runtimes that bring no rate limiter. */
export function minuteLimiter(limit: number, now: () => number) {
  const counts = new RecentlyUsed<{ minute: number; count: number }>(CAPACITY)
  return {
    admits(key: string): boolean {
      const minute = Math.floor(now() / MINUTE_MS)
      const entry = counts.get(key)
      if (entry?.minute === minute) return ++entry.count <= limit
      counts.set(key, { minute, count: 1 })
      return limit >= 1
    },
  } satisfies RateLimiter
}
