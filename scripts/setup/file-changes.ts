import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** One file as it shall be. */
export interface FileChange {
  /** Absolute. */
  path: string
  /** What is there; undefined: nothing. */
  before: string | undefined
  /** Undefined takes the file away. */
  after: string | undefined
  /** Holds secrets: for its owner alone. */
  secret: boolean
  /** What is there is only the repository's own demo: nobody has to be asked. */
  demo: boolean
}

/** Where files go before they are overwritten, in the project's folder; git ignores it. */
const BACKUPS = '.setup-backups'

export function readIfThere(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

export const differs = ({ before, after }: FileChange) => before !== after

/** Those for which somebody has to say yes. */
export function overwritten(changes: readonly FileChange[]): FileChange[] {
  return changes.filter((change) => differs(change) && change.before !== undefined && !change.demo)
}

/**
 * Makes all of these changes or, where one fails, none. Each file is written beside its place and then put there, so that
 * nobody finds half of one; all without a pause, so that Ctrl-C comes before or after. What is overwritten is kept.
 * @param now milliseconds since 1970, which name the backup
 * @returns where the former files are, or undefined where there were none
 */
export function applyChanges(projectRoot: string, changes: readonly FileChange[], now: number): string | undefined {
  const due = changes.filter(differs)
  const folder = join(projectRoot, BACKUPS, new Date(now).toISOString().replaceAll(/[:.]/g, '-'))
  const kept = overwritten(due)
  if (kept.length > 0) mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const { path, secret } of kept) {
    copyFileSync(path, join(folder, basename(path)))
    if (secret) chmodSync(join(folder, basename(path)), 0o600)
  }
  const written: (FileChange & { beside: string | undefined })[] = []
  const done: FileChange[] = []
  try {
    for (const change of due) written.push({ ...change, beside: writeBeside(change) })
    for (const change of written) {
      if (change.beside === undefined) rmSync(change.path)
      else renameSync(change.beside, change.path)
      done.push(change)
    }
  } catch (error) {
    for (const change of done) undo(change)
    for (const { beside } of written) if (beside !== undefined) rmSync(beside, { force: true })
    throw error
  }
  return kept.length > 0 ? folder : undefined
}

/** Undefined where the file is to go. */
function writeBeside({ path, after, before, secret }: FileChange): string | undefined {
  if (after === undefined) return undefined
  mkdirSync(dirname(path), { recursive: true })
  const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`)
  const mode = secret ? 0o600 : before === undefined ? 0o644 : statSync(path).mode
  writeFileSync(beside, after, { mode, flag: 'wx' })
  return beside
}

function undo({ path, before, secret }: FileChange): void {
  if (before === undefined) rmSync(path, { force: true })
  else writeFileSync(path, before, secret ? { mode: 0o600 } : {})
}
