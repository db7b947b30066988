import { relative } from 'node:path'

/** Something in the sources that WeChat would refuse, or that would fail on a phone. */
export interface Problem {
  /** Absolute path. */
  file: string
  /** From 1. */
  line: number
  /** From 1. */
  column: number
  message: string
}

/** `file:line:col message`, the file as seen from `root`. */
export function formatProblem({ file, line, column, message }: Problem, root: string): string {
  return `${relative(root, file)}:${line}:${column} ${message}`
}

/** Line and column, from 1, of an offset in a text. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}
