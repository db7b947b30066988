import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from './run'

/**
 * A copy of what is committed here, or will be, in a folder: as a fresh clone, with what is installed here in the place
 * of `npm ci`.
 */
export function copyProject(folder: string): void {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
  for (const path of listed.split('\0')) {
    if (path === '' || !existsSync(join(projectRoot, path))) continue
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    cpSync(join(projectRoot, path), join(folder, path))
  }
  symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
}
