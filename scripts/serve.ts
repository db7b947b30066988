import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { bundleForNode } from './stack/bundle-for-node'
import { serveMistakes } from './stack/serve-mistakes'

// `npm run serve`: bundles the token service for Node and runs it. `npm run serve -- --build` only bundles:
// dist/ then holds all that a container needs, and `node dist/service.mjs` runs it.

const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))
const directory = join(projectRoot, 'dist')

const [option, ...more] = process.argv.slice(2)
if (more.length > 0 || (option !== undefined && option !== '--build')) {
  console.error('usage: npm run serve [-- --build]')
  process.exit(1)
}
// Before anything is made: no database, and no bundle in the place of the one that may be running.
const mistakes = option === '--build' ? [] : await serveMistakes(process.env)
if (mistakes.length > 0) {
  console.error(['error: the token service cannot start.', ...mistakes].join('\n  '))
  process.exit(1)
}
await mkdir(directory, { recursive: true })
const file = await bundleForNode(projectRoot, directory)
await cp(join(projectRoot, 'server/store/migrations'), join(directory, 'migrations'), { recursive: true })
if (option === '--build') console.log(`node ${file}`)
else await import(pathToFileURL(file).href)
