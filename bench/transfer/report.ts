/** One line of the table. */
export interface Row {
  name: string
  /** With its unit. */
  value: string
  /** What is promised, in words; absent where nothing is. */
  limit?: string
  holds?: boolean
  note?: string
}

/** What a part of the benchmark found out. */
export interface Findings {
  rows: Row[]
  /** Goes into the last line, for machines. */
  figures: Record<string, number | Record<string, number>>
}

/** A figure that may not be above `limit`. */
export function atMost(name: string, value: number, limit: number, unit: string, note?: string): Row {
  return bounded(name, value, `≤ ${limit} ${unit}`, value <= limit, unit, note)
}

/** A ratio: `limit` and more is well. */
export function atLeast(name: string, value: number, limit: number, note?: string): Row {
  return bounded(name, value, `≥ ${limit}×`, value >= limit, '×', note)
}

/** A figure that promises nothing. */
export function unbounded(name: string, value: number, unit: string, note?: string): Row {
  return { name, value: amount(value, unit), ...(note !== undefined && { note }) }
}

function bounded(name: string, value: number, limit: string, holds: boolean, unit: string, note?: string): Row {
  return { ...unbounded(name, value, unit, note), limit, holds }
}

function amount(value: number, unit: string): string {
  const digits = Math.abs(value) < 10 ? 2 : 1
  return unit === '×' ? `${value.toFixed(2)}×` : `${value.toFixed(digits)} ${unit}`
}

export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length))
  for (const { name, value, limit = '', holds, note } of rows) {
    const verdict = holds === undefined ? '' : holds ? 'holds' : 'BROKEN'
    console.log(`${name.padEnd(width)}  ${value.padStart(13)}  ${limit.padEnd(16)}  ${verdict.padEnd(6)}`.trimEnd())
    if (note !== undefined) console.log(`    ${note}`)
  }
}

export function round(value: number, digits = 3): number {
  return Number(value.toFixed(digits))
}
