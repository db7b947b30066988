import { spawnSync } from 'node:child_process'
import { relative } from 'node:path'

/** Whether git would leave this file out of a commit, as far as it can be asked; a file elsewhere is none of its business. */
export function gitIgnores(projectRoot: string, path: string): boolean {
  if (relative(projectRoot, path).startsWith('..')) return true
  // 0: it does; 1: it does not; 128, or no git at all: nobody can commit it here.
  return spawnSync('git', ['check-ignore', '--quiet', path], { cwd: projectRoot }).status !== 1
}
