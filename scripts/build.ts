import { join } from 'node:path'
import { projectRoot } from './project-root'
import { bundleForNode } from './stack/bundle-for-node'

// `npm run build [-- DIRECTORY]`: bundles the token service for Node. The directory, dist/ by default, then holds all that
// a container needs: `node dist/server.mjs` runs it, with nothing to install.

const [directory = join(projectRoot, 'dist'), ...more] = process.argv.slice(2)
if (more.length > 0 || directory.startsWith('-')) {
  console.error('usage: npm run build [-- DIRECTORY]')
  process.exit(1)
}
const { file, bytes, modules, packages } = await bundleForNode(projectRoot, directory)
console.log(`node ${file}`)
console.log(`${(bytes / 1e6).toFixed(2)} MB, ${modules} modules of ${packages.length} packages`)
