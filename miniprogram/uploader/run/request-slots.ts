/** How many requests all uploads together may have under way: first come, first served. */
export function requestSlots(free: number) {
  let queue: (() => void)[] = []
  return {
    /**
     * Calls back once a slot is there, which then has to be released.
     * @returns what leaves the queue; without effect once there is a slot
     */
    take(granted: () => void): () => void {
      const enter = () => {
        free--
        granted()
      }
      if (free > 0) enter()
      else queue.push(enter)
      return () => {
        queue = queue.filter((waiting) => waiting !== enter)
      }
    },

    release(): void {
      free++
      queue.shift()?.()
    },
  }
}

export type RequestSlots = ReturnType<typeof requestSlots>
