/** How many requests all uploads together may have under way: first come, first served. */
export class RequestSlots {
  #free: number
  #queue: (() => void)[] = []

  constructor(limit: number) {
    this.#free = limit
  }

  /**
   * Calls back once a slot is there, which then has to be released.
   * @returns what leaves the queue; without effect once there is a slot
   */
  take(granted: () => void): () => void {
    const enter = () => {
      this.#free--
      granted()
    }
    if (this.#free > 0) enter()
    else this.#queue.push(enter)
    return () => {
      this.#queue = this.#queue.filter((waiting) => waiting !== enter)
    }
  }

  release(): void {
    this.#free++
    this.#queue.shift()?.()
  }
}
