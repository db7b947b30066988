import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { type Problem, positionAt } from './problem'

/** The files of a mini program, read for one build. Paths are relative to the mini program's folder. */
export class Sources {
  readonly root: string
  readonly problems: Problem[] = []

  constructor(root: string) {
    this.root = root
  }

  file(path: string): string {
    return join(this.root, path)
  }

  exists(path: string): boolean {
    const file = this.file(path)
    return existsSync(file) && statSync(file).isFile()
  }

  read(path: string): string {
    return readFileSync(this.file(path), 'utf8')
  }

  /** The parsed file; an empty object, and a problem, where it is no JSON object. */
  json<T extends object>(path: string): Partial<T> {
    const text = this.read(path)
    try {
      const value: unknown = JSON.parse(text)
      if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Partial<T>
      this.report(path, { line: 1, column: 1 }, 'must be a JSON object')
    } catch (error) {
      // The rest of the message repeats the text.
      const [reason = ''] = (error as Error).message.split(/, \.{0,3}"| at position /)
      this.report(path, positionAt(text, jsonErrorOffset(text)), `invalid JSON: ${reason}`)
    }
    return {}
  }

  report(path: string, { line, column }: { line: number; column: number }, message: string): void {
    this.problems.push({ file: this.file(path), line, column, message })
  }

  /** Reports a problem where `fragment` stands in the file, such as a path in JSON. */
  reportAt(path: string, fragment: string, message: string): void {
    const text = this.exists(path) ? this.read(path) : ''
    this.report(path, positionAt(text, Math.max(0, text.indexOf(fragment))), message)
  }
}

/**
 * Where JSON stops being JSON. JSON.parse only sometimes says where; but of a text that is well so far it complains of the
 * end alone, which makes the first wrong character one to search for.
 */
function jsonErrorOffset(text: string): number {
  let [well, wrong] = [0, text.length]
  while (wrong - well > 1) {
    const middle = (well + wrong) >> 1
    if (isWellSoFar(text.slice(0, middle))) well = middle
    else wrong = middle
  }
  return well
}

function isWellSoFar(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const { message } = error as Error
    const position = /at position (\d+)/.exec(message)?.[1]
    return /end of JSON input|Unterminated string/.test(message) || Number(position) === text.length
  }
}

/** What a path in `from` means: `/a` from the mini program's root, anything else from the folder of `from`. */
export function resolvePath(from: string, reference: string): string {
  const path = reference.startsWith('/') ? reference : posix.join('/', posix.dirname(from), reference)
  return posix.normalize(path).slice(1)
}
