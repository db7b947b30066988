/** Progress is shown this often: 4 times a second looks smooth and leaves the phone its time. */
const TICK_MS = 250

/** Calls `flush` soon after `touch`, but not more often than four times a second. */
export class Ticker {
  readonly #flush: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(flush: () => void) {
    this.#flush = flush
  }

  touch(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#flush()
    }, TICK_MS)
  }

  /** Flushes at once, and forgets what was due. */
  now(): void {
    this.stop()
    this.#flush()
  }

  stop(): void {
    if (this.#timer !== undefined) clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
