export interface SetDataCall {
  /** Page or component. */
  path: string
  /** What was set: `rows[3].percent`. */
  names: string[]
  /** Bytes of the data as JSON: what WeChat passes from the script to the view. */
  bytes: number
  /** Milliseconds since the start of the page. */
  at: number
}

export interface SetDataTotal {
  calls: number
  bytes: number
  /** Bytes of the largest call. */
  largest: number
}

/** Counts the app's setData calls, as each is a message between WeChat's two threads. */
export class SetDataLog {
  readonly calls: SetDataCall[] = []

  add(path: string, data: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(data)) {
      if (value === undefined) console.error(`${path}: setData cannot set "${name}" to undefined`)
    }
    const bytes = new TextEncoder().encode(JSON.stringify(data)).length
    this.calls.push({ path, names: Object.keys(data), bytes, at: performance.now() })
  }

  /** By page and component. */
  totals(): Record<string, SetDataTotal> {
    const totals: Record<string, SetDataTotal> = {}
    for (const { path, bytes } of this.calls) {
      const { calls, bytes: sum, largest } = totals[path] ?? { calls: 0, bytes: 0, largest: 0 }
      totals[path] = { calls: calls + 1, bytes: sum + bytes, largest: Math.max(largest, bytes) }
    }
    return totals
  }

  clear(): void {
    this.calls.length = 0
  }
}
