/** What one tab of the panel shows. */
export interface Tool {
  /** Called now and then while it is open: shows what has changed since. */
  update(): void
}

/** Calls `show` only when the mark of what is to be shown differs from that of the last time. */
export function whenChanged(mark: () => string | number, show: () => void): Tool {
  let last: string | number | undefined
  return {
    update() {
      const now = mark()
      if (now === last) return
      last = now
      show()
    },
  }
}
