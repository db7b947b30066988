import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Exact, since official.ts replaces one of its inner methods. */
const VERSION = '2.1.42'

const cache = fileURLToPath(new URL(`../node_modules/.cache/miniprogram-ci-${VERSION}`, import.meta.url))

/** A file in the folder whose node_modules hold the compiler: what createRequire takes. */
export const besideCompiler = join(cache, 'package.json')

/** Fetches WeChat's official compiler (276 MB with all it needs) where it is not there yet. */
export async function fetchCompiler(say: (line: string) => void): Promise<void> {
  if (existsSync(join(cache, 'node_modules/miniprogram-ci/package.json'))) return
  say(`Fetching miniprogram-ci ${VERSION} (about a minute) …`)
  await mkdir(cache, { recursive: true })
  await writeFile(besideCompiler, '{ "private": true }')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `miniprogram-ci@${VERSION}`], {
    cwd: cache,
    stdio: 'inherit',
  })
}
