import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { openApiDocument } from '../../../server/openapi/document'
import { projectRoot } from '../../project-root'
import type { KnownCommands } from './commands'
import type { KnownNames } from './names'
import { type Page, readPage } from './page'

/** Every page of Markdown of this project, and what there is in its code. */
export function projectDocs(): { pages: Page[]; known: KnownCommands & KnownNames } {
  // Those that are not committed yet, too.
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: projectRoot,
    encoding: 'utf8',
  })
  const files = new Set(listed.split('\0').filter((path) => path !== '' && existsSync(join(projectRoot, path))))
  const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
  const pages = [...files].filter((path) => path.endsWith('.md')).map((path) => readPage(path, read(path)))
  const words = new Set<string>()
  for (const path of files) {
    if (
      !/\.(ts|cjs|js|json|toml|ya?ml|sql|vue)$|Dockerfile$|\.example$/.test(path) ||
      path.startsWith('scripts/check/docs/')
    )
      continue
    for (const [word] of read(path).matchAll(/\w+/g)) words.add(word)
  }
  const scripts = new Map(
    [...files]
      .filter((path) => posix.basename(path) === 'package.json')
      .map((path) => {
        const { scripts: own = {} } = JSON.parse(read(path)) as { scripts?: Record<string, string> }
        return [posix.dirname(path), new Set(Object.keys(own))]
      }),
  )
  const projects = new Set([...read('vitest.config.ts').matchAll(/\bname: '(\w+)'/g)].map(([, name = '']) => name))
  const calls = Object.entries(openApiDocument().paths as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  return { pages, known: { words, scripts, projects, calls, files } }
}
