import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../project-root'

/** One thing that the package exports. */
export interface Entry {
  /** `index` is the package itself, any other one `wevod-uploader/<name>`. */
  name: string
  /** From the project's root. */
  source: string
  /** Whether mini programs get it too: what uses nothing but the language. */
  inMiniProgram: boolean
}

const ALL: Entry[] = [
  { name: 'index', source: 'miniprogram/uploader/index.ts', inMiniProgram: true },
  { name: 'service', source: 'service-client/index.ts', inMiniProgram: true },
  { name: 'web', source: 'web-ports/index.ts', inMiniProgram: false },
  { name: 'node', source: 'node-ports/node-ports.ts', inMiniProgram: false },
]

/** What `npm run pack:uploader` puts into wevod-uploader: all of these whose source is there. */
export const ENTRIES: readonly Entry[] = ALL.filter(({ source }) => existsSync(join(projectRoot, source)))
