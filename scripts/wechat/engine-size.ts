import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beyondEs5 } from './beyond-es5'

export interface Size {
  bytes: number
  gzip: number
}

export interface EngineSize extends Size {
  files: number
  /** What the compiler puts beside it (regenerator and the like), and the app shares. */
  withHelpers: Size
  /** Places with syntax that ES5 does not have. */
  notEs5: string[]
}

/** How large the engine, wx ports included, is in what WeChat's compiler has made. */
export async function engineSize(compiled: string): Promise<EngineSize> {
  const texts = new Map<string, string>()
  await follow(compiled, 'uploader/index.js', texts)
  const isHelper = (path: string) => path.startsWith('@babel/')
  const all = [...texts]
  const own = all.filter(([path]) => !isHelper(path))
  const notEs5 = await Promise.all(all.map(([path, text]) => beyondEs5(path, text)))
  return { files: own.length, ...sizeOf(own), withHelpers: sizeOf(all), notEs5: notEs5.flat() }
}

/** Reads a script and all that it requires. */
async function follow(root: string, path: string, texts: Map<string, string>): Promise<void> {
  if (texts.has(path)) return
  const text = await readFile(join(root, path), 'utf8')
  texts.set(path, text)
  for (const [, required = ''] of text.matchAll(/require\("(\.[^"]+)"\)/g)) {
    await follow(root, `${posix.join(posix.dirname(path), required).replace(/\.js$/, '')}.js`, texts)
  }
}

function sizeOf(files: [path: string, text: string][]): Size {
  const text = files.map(([, content]) => content).join('\n')
  return { bytes: Buffer.byteLength(text), gzip: gzipSync(text).length }
}
