/** Counts calls in fixed periods, as a flow control that says "so many a second" does. */
export class Throttle {
  readonly #counts = new Map<string, { period: number; count: number }>()

  /** Counts one call of `who` (any name) and says whether it is within `limit` calls a period. `now` in ms since 1970. */
  admits(who: string, limit: number, periodMs: number, now: number): boolean {
    const period = Math.floor(now / periodMs)
    const last = this.#counts.get(who)
    const count = last?.period === period ? last.count + 1 : 1
    this.#counts.set(who, { period, count })
    return count <= limit
  }

  reset(): void {
    this.#counts.clear()
  }
}
