import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
/** Marks modules of this plugin, so that no other one takes them for files. */
const MARK = '\0compiled:'

/** What vite takes of a plugin, as far as it is used here. */
interface ModulePlugin {
  name: string
  enforce: 'pre'
  resolveId(source: string, importer: string | undefined): string | undefined
  load(id: string): string | undefined
}

/**
 * Gives the files of `users`, a top-level folder, the modules of miniprogram/ as WeChat's compiler has left them in
 * `compiled`. They run as CommonJS modules of Node, all sharing their state and classes.
 */
export function compiledModules(compiled: string, users: string): ModulePlugin {
  const require = createRequire(import.meta.url)
  return {
    name: 'compiled-modules',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.startsWith('.') || !importer?.startsWith(join(projectRoot, users) + sep)) return undefined
      const path = relative(join(projectRoot, 'miniprogram'), resolve(importer, '..', source))
      const file = join(compiled, `${path}.js`)
      return path.startsWith('..') || !existsSync(file) ? undefined : MARK + file
    },
    load(id) {
      if (!id.startsWith(MARK)) return undefined
      const file = id.slice(MARK.length)
      const names = Object.keys(require(file) as object).filter((name) => name !== '__esModule')
      return `import { createRequire } from 'node:module'
export const { ${names.join(', ')} } = createRequire(${JSON.stringify(file)})(${JSON.stringify(file)})`
    },
  }
}
