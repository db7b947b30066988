/** Lines shown before and after. */
const AROUND = 2

/** The lines around a place in a text, and a mark under its column. Line and column from 1. */
export function codeFrame(text: string, line: number, column: number): string {
  const lines = text.split('\n')
  const first = Math.max(1, line - AROUND)
  const last = Math.min(lines.length, line + AROUND)
  const width = String(last).length
  const shown: string[] = []
  for (let number = first; number <= last; number++) {
    const sign = number === line ? '>' : ' '
    shown.push(`${sign} ${String(number).padStart(width)} │ ${lines[number - 1] ?? ''}`)
    if (number === line) shown.push(`  ${' '.repeat(width)} │ ${' '.repeat(Math.max(0, column - 1))}^`)
  }
  return shown.join('\n')
}
