/** Columns that a terminal gives to a text: Chinese characters and full-width signs take two. */
export function columnsOf(text: string): number {
  let columns = 0
  for (const character of text) columns += WIDE.test(character) ? 2 : 1
  return columns
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/

/** Filled up with blanks to so many columns; longer text gets one. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(1, columns - columnsOf(text)))
}

/** Lines of so many columns at most. Breaks at blanks, and after any wide character; what has neither stays whole, to be copied. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(PIECES) ?? []) {
    if (line !== '' && columnsOf(line + piece.trimEnd()) > columns) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += piece
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd())
  return lines
}

/** A word with the blanks after it, or one wide character with the closing signs that belong to it. */
const PIECES =
  /[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60][,。;:、!?)”」》]*|[^\s\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]+\s*|\s+/gu
