import type { SetTimer } from '../wechat/calls'

/** Progress is shown this often: 4 times a second looks smooth and leaves the phone its time. */
const TICK_MS = 250

/** Calls `flush` soon after `touch`, but not more often than four times a second. */
export class Ticker {
  readonly #flush: () => void
  readonly #setTimer: SetTimer
  #endTimer: (() => void) | undefined

  constructor(flush: () => void, setTimer: SetTimer) {
    this.#flush = flush
    this.#setTimer = setTimer
  }

  touch(): void {
    this.#endTimer ??= this.#setTimer(() => {
      this.#endTimer = undefined
      this.#flush()
    }, TICK_MS)
  }

  /** Flushes at once, and forgets what was due. */
  now(): void {
    this.stop()
    this.#flush()
  }

  stop(): void {
    this.#endTimer?.()
    this.#endTimer = undefined
  }
}
