import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './project-root'
import { bundleForNode } from './stack/bundle-for-node'
import { serveMistakes } from './stack/serve-mistakes'

// `npm run serve`: bundles the token service for Node into dist/ and runs it. `npm run build` only bundles.

if (process.argv.length > 2) {
  console.error('usage: npm run serve')
  process.exit(1)
}
// Before anything is made: no database, and no bundle in the place of the one that may be running.
const mistakes = await serveMistakes(process.env)
if (mistakes.length > 0) {
  console.error(['error: the token service cannot start.', ...mistakes].join('\n  '))
  process.exit(1)
}
const { file } = await bundleForNode(projectRoot, join(projectRoot, 'dist'))
await import(pathToFileURL(file).href)
