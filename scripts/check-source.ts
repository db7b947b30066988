import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkFileSizes } from './check/file-sizes'
import { importsOf } from './check/imports'
import { checkLayers, LAYERS } from './check/layers'

// `npm run check:source`: which folder imports which, and how long files are. Problems a line each, exit code 1 if there
// are any.

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
// Those that are not committed yet, too.
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
const paths = new Set(listed.split('\0').filter((path) => path !== '' && existsSync(join(projectRoot, path))))
const sources = new Map(
  [...paths]
    .filter((path) => /\.(ts|js|cjs|mjs|wxml|wxs|css|wxss)$/.test(path))
    .map((path) => [path, readFileSync(join(projectRoot, path), 'utf8')]),
)
const scripts = [...sources].filter(([path]) => /\.[cm]?[jt]s$/.test(path))
const imports = new Map(scripts.map(([path, text]) => [path, importsOf(path, text)]))

const problems = [...checkLayers(imports, (path) => paths.has(path), LAYERS), ...checkFileSizes(sources)]
for (const problem of problems) console.error(problem)
console.log(problems.length === 0 ? `${sources.size} sources are in order.` : `${problems.length} problems`)
process.exitCode = problems.length === 0 ? 0 : 1
