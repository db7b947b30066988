import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'esbuild'
import type * as App from './app-entry'

/** What the app finds in the place where WeChat runs it. */
export interface Surroundings {
  wx: WechatMiniprogram.Wx
  Page: (definition: object) => void
  Component: (definition: object) => void
  setTimeout: (callback: () => void, ms: number) => () => void
  clearTimeout: (timer: () => void) => void
  Date: DateConstructor
  Math: Math
  console: Pick<Console, 'warn' | 'error' | 'log'>
}

/** Begins a life of the app. Throws where the app does not start. */
export type LaunchApp = (surroundings: Surroundings) => typeof App

/** Text of a source, and what stands in its place. */
export type Edit = readonly [file: RegExp, before: string, after: string]

/** Small parts, so that small files have several; a question before little goes over mobile data. */
const SMALL: Edit[] = [
  [/part-size\.ts$/, '{ start: 200 * 1024, largest: 4 * MiB }', '{ start: 102_400, largest: 204_800 }'],
  [/uploader-options\.ts$/, 'mobileDataFreeBytes: 20 * 1024 * 1024', 'mobileDataFreeBytes: 200_000'],
]

/** The app by the methods of VOD that config.ts can name. */
export type AppBundles = Readonly<Record<'sts' | 'credential', LaunchApp>>

/** The app as it stands in miniprogram/, but for a few measures. `edits` take more away, to see it missed. */
export async function bundleApp(edits: readonly Edit[] = []): Promise<AppBundles> {
  const credential: Edit = [/\/config\.ts$/, "authMethod: 'sts'", "authMethod: 'credential'"]
  return { sts: await bundle(edits), credential: await bundle([...edits, credential]) }
}

async function bundle(edits: readonly Edit[]): Promise<LaunchApp> {
  const all = [...SMALL, ...edits]
  const done = new Set<Edit>()
  const entry = fileURLToPath(new URL('app-entry.ts', import.meta.url))
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
    plugins: [editing(all, done)],
  })
  for (const edit of all) if (!done.has(edit)) throw new Error(`There is no "${edit[1]}" in ${edit[0]}.`)
  const names = ['wx', 'Page', 'Component', 'setTimeout', 'clearTimeout', 'Date', 'Math', 'console']
  const code = `const module = { exports: {} }\n${outputFiles[0]?.text}\nreturn module.exports`
  // Compiled once; each call runs all modules of the app anew.
  const run = new Function(...names, 'App', code) as (...values: unknown[]) => typeof App
  return (surroundings) => {
    const values = names.map((name) => surroundings[name as keyof Surroundings])
    return run(...values, () => undefined)
  }
}

function editing(edits: readonly Edit[], done: Set<Edit>): Plugin {
  return {
    name: 'edits',
    setup({ onLoad }) {
      onLoad({ filter: /miniprogram\/.*\.ts$/ }, async ({ path }) => {
        let contents = await readFile(path, 'utf8')
        for (const edit of edits) {
          const [file, before, after] = edit
          if (!file.test(path) || !contents.includes(before)) continue
          contents = contents.replace(before, () => after)
          done.add(edit)
        }
        return { contents, loader: 'ts' }
      })
    },
  }
}
