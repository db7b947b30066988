import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { promisify } from 'node:util'
import { importsOf } from '../check/imports'
import { projectRoot } from '../project-root'
import type { OutputFile } from './bundle-modules'
import type { Entry } from './entries'

/** The types of the entries and of all that they speak of, one file for each source. */
export async function declarationsOf(entries: readonly Entry[]): Promise<OutputFile[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-types-'))
  try {
    await emit(entries, folder)
    const found = new Map<string, string>()
    for (const { source } of entries) await follow(folder, source.replace(/\.ts$/, '.d.ts'), found)
    return [...found]
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function emit(entries: readonly Entry[], folder: string): Promise<void> {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc')
  const options = {
    ...{ declaration: true, emitDeclarationOnly: true, strict: true, exactOptionalPropertyTypes: true },
    ...{ skipLibCheck: true, target: 'es2022', module: 'esnext', moduleResolution: 'bundler', lib: 'es2024,dom' },
    ...{ types: 'node,miniprogram-api-typings', rootDir: projectRoot, outDir: folder },
  }
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])
  const sources = entries.map(({ source }) => source)
  await promisify(execFile)(process.execPath, [tsc, '--ignoreConfig', ...flags, ...sources], { cwd: projectRoot })
}

/** Reads a file of types and all that it imports. */
async function follow(folder: string, path: string, found: Map<string, string>): Promise<void> {
  if (found.has(path)) return
  let text = withoutWeChatsTypes(await readFile(join(folder, path), 'utf8'))
  found.set(path, text)
  for (const { specifier } of importsOf(path, text)) {
    if (!specifier.startsWith('.'))
      throw new Error(`${path} takes types from ${specifier}: the package depends on none.`)
    const base = posix.join(posix.dirname(path), specifier)
    const target = [`${base}.d.ts`, `${base}/index.d.ts`].find((file) => existsSync(join(folder, file)))
    if (target === undefined) throw new Error(`${path} imports ${specifier}, of which there are no types.`)
    // Node's own resolution wants names in full.
    const full = posix.relative(posix.dirname(path), target).replace(/\.d\.ts$/, '.js')
    const named = full.startsWith('.') ? full : `./${full}`
    // TypeScript's own imports, of types that it has inferred, stand in other quotes.
    for (const quote of ["'", '"']) text = text.replaceAll(quote + specifier + quote, quote + named + quote)
    await follow(folder, target, found)
  }
  found.set(path, text)
}

/**
 * The types of `wx` are a package of its own (miniprogram-api-typings), which pages for browsers do not have: what the
 * engine takes of `wx` is said without it, as methods by name.
 */
function withoutWeChatsTypes(text: string): string {
  const free = text.replace(
    /Pick<WechatMiniprogram\.Wx, ([^<>]+)>/g,
    (_, names: string) => `Record<${names}, (...args: never[]) => unknown>`,
  )
  if (free.includes('WechatMiniprogram')) throw new Error(`The package's types speak of WeChat's: ${free}`)
  return free
}
