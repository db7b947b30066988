/** Lines. A file with one idea rarely needs 200. */
export const MOST_LINES = 250

/** Scripts that are too long to have one idea. Tests may be long, and so may style sheets. */
export function checkFileSizes(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => {
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
    if (lines <= MOST_LINES || path.endsWith('.test.ts') || /\.(css|wxss)$/.test(path)) return []
    return [`${path} has ${lines} lines, more than ${MOST_LINES}: split it by its ideas`]
  })
}
