import { SMALLEST_PART } from './part-ranges'

const MiB = 1024 * 1024

export interface PartSizeLimits {
  /** Bytes of the first parts. */
  start: number
  /** Bytes. Memory is bounded by three of these: with more parts under way each is smaller. */
  largest: number
}

/**
 * The first are small: how the link is has to be known soon, and must not be learnt from a time-out. The largest is large
 * enough that signing and latency do not dominate, and three of them fit into a phone's memory with room to spare.
 */
export const DEFAULT_PART_SIZE: PartSizeLimits = { start: 200 * 1024, largest: 4 * MiB }

/** A part that takes less could be larger. */
const FAST_MS = 900
/** Between two parts a connection rests for a round trip: so many of them a part takes at least. */
const FAST_ROUND_TRIPS = 10
/** On a long way, too. */
const LONGEST_FAST_MS = 5_000
/** A part that takes this many times as long is much to lose when the connection breaks, and moves the bar in leaps. */
const SLOW = 3.3
/** Time without a failure before parts grow again: what a cut connection loses is a part. */
const CALM_MS = 30_000

/**
 * How large parts should be on this link, from how those before have fared.
 * @param now milliseconds; only differences count
 */
export function createPartSize({ start, largest }: PartSizeLimits, now: () => number) {
  let current = start
  let failedAt: number | undefined
  let fastMs = FAST_MS

  return {
    /** What the parts may be of which so many are under way. */
    among(parts: number): number {
      return Math.min(current, (largest * 3) / parts)
    },

    /** A request without a body has taken this long. */
    roundTrip(ms: number): void {
      fastMs = Math.min(LONGEST_FAST_MS, Math.max(FAST_MS, ms * FAST_ROUND_TRIPS))
    },

    succeeded(bytes: number, ms: number): void {
      const calm = failedAt === undefined || Math.abs(now() - failedAt) > CALM_MS
      if (ms > fastMs * SLOW) current = Math.max(SMALLEST_PART, bytes / 2)
      // A short part says nothing of longer ones. A clock that jumped says nothing at all.
      else if (ms >= 0 && ms < fastMs && bytes * 2 > current && calm) current = Math.min(largest, current * 2)
    },

    /** The connection broke, or the part took too long. */
    failed(): void {
      failedAt = now()
      current = Math.max(SMALLEST_PART, current / 2)
    },
  }
}

export type PartSize = ReturnType<typeof createPartSize>
