import type { Run } from './run'

/** How many requests all uploads together may have under way: first come, first served. */
export class RequestSlots {
  #free: number
  #queue: (() => void)[] = []

  constructor(limit: number) {
    this.#free = limit
  }

  /** Waits for a slot, or for the end of the run. Who got one must release it. */
  take(run: Run): Promise<void> {
    return run.wait((resolve) => {
      const enter = () => {
        this.#free--
        resolve()
      }
      if (this.#free > 0) enter()
      else this.#queue.push(enter)
      return () => {
        this.#queue = this.#queue.filter((waiting) => waiting !== enter)
      }
    })
  }

  release(): void {
    this.#free++
    this.#queue.shift()?.()
  }
}
