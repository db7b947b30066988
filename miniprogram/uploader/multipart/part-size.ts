const MiB = 1024 * 1024

export interface PartSizeLimits {
  /** Bytes of the first parts. */
  start: number
  /** Bytes. Memory is bounded by this times the parts under way. */
  largest: number
}

/**
 * Large enough that signing and latency do not dominate; small enough that three of the largest fit into a phone's memory
 * with room to spare, and that the first pass a slow link within WeChat's 60 s.
 */
export const DEFAULT_PART_SIZE: PartSizeLimits = { start: MiB, largest: 4 * MiB }

/** A part that takes less could be larger. */
const FAST_MS = 1_200
/** A part that takes more is much to lose when the connection breaks, and moves the bar in leaps. */
const SLOW_MS = 3_000
/** Time without a failure before parts grow again: what a cut connection loses is a part. */
const CALM_MS = 30_000

/** How large parts should be on this link, from how those before have fared. */
export class PartSize {
  readonly #limits: PartSizeLimits
  readonly #now: () => number
  /** Bytes. May be less than OSS's smallest part, which is for PartRanges to know. */
  current: number
  #failedAt: number | undefined

  /** @param now milliseconds; only differences count */
  constructor(limits: PartSizeLimits, now: () => number) {
    this.#limits = limits
    this.#now = now
    this.current = limits.start
  }

  succeeded(bytes: number, ms: number): void {
    if (ms > SLOW_MS) this.current = bytes / 2
    // A short part says nothing of longer ones. A clock that jumped says nothing at all.
    else if (ms >= 0 && ms < FAST_MS && bytes >= this.current && this.#calm) {
      this.current = Math.min(this.#limits.largest, this.current * 2)
    }
  }

  /** The connection broke, or the part took too long. */
  failed(): void {
    this.#failedAt = this.#now()
    this.current = Math.max(1, this.current / 2)
  }

  get #calm(): boolean {
    return this.#failedAt === undefined || Math.abs(this.#now() - this.#failedAt) > CALM_MS
  }
}
