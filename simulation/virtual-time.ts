/** Time that passes when the world makes it pass. Timers fire in their order, and of one instant in the order of setting. */
export class VirtualTime {
  #now: number
  #timers: { at: number; callback: () => void }[] = []

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.#now = start
  }

  readonly now = (): number => this.#now

  /** When the next timer fires; undefined where there is none. */
  get next(): number | undefined {
    return this.#timers[0]?.at
  }

  /** Returns what takes the timer away. */
  set(callback: () => void, ms: number): () => void {
    const timer = { at: this.#now + ms, callback }
    const index = this.#timers.findIndex(({ at }) => at > timer.at)
    this.#timers.splice(index < 0 ? this.#timers.length : index, 0, timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Goes on to the next timer and fires it. */
  step(): void {
    const timer = this.#timers.shift()
    if (!timer) throw new Error('Nothing will ever happen again.')
    this.#now = timer.at
    timer.callback()
  }
}
