/** Longest computing without a pause: the page stays responsive, on phones without a JIT too. */
const STRETCH_MS = 12

/** Breaks long computations up, so that the app's other work gets its turn. */
export class Pace {
  readonly #now: () => number
  readonly #rest: () => Promise<void>
  #since: number

  /**
   * @param now milliseconds; only differences count
   * @param rest lets others have their turn
   */
  constructor(now: () => number, rest: () => Promise<void>) {
    this.#now = now
    this.#rest = rest
    this.#since = now()
  }

  /** Whether it is time to rest. A clock that jumped is no reason to go on. */
  get due(): boolean {
    const elapsed = this.#now() - this.#since
    return elapsed < 0 || elapsed >= STRETCH_MS
  }

  async rest(): Promise<void> {
    await this.#rest()
    this.#since = this.#now()
  }
}
