import { setTimeout } from 'node:timers/promises'

/** Time not used that may be made up for: timers ring a little late. */
const SLACK_MS = 20

/** Lets so many bytes a second through, those of all callers one after the other. */
export class Rate {
  readonly #bytesPerMs: number
  #freeAt = 0

  constructor(bytesPerSecond: number) {
    this.#bytesPerMs = bytesPerSecond / 1000
  }

  /** Resolves once these bytes are through. */
  async pass(bytes: number): Promise<void> {
    const now = performance.now()
    this.#freeAt = Math.max(this.#freeAt, now - SLACK_MS) + bytes / this.#bytesPerMs
    const wait = this.#freeAt - now
    if (wait >= 1) await setTimeout(wait)
  }
}
