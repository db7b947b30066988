import { join } from 'node:path'
import { type BuildFailure, build } from 'esbuild'
import type { AppConfig } from '../runtime/mini-program'
import type { ComponentSource } from './crawl'
import type { Sources } from './sources'

interface Parts {
  app: AppConfig
  theme: Record<string, Record<string, string>>
  appScript: string | undefined
  components: ComponentSource[]
  /** Folder with the scripts as WeChat's compiler has made them; undefined for the sources. */
  compiled?: string | undefined
}

export interface Scripts {
  script: string
  sourceMap: string
}

/**
 * One script that defines `globalThis.miniProgram`, without its templates. Modules run when the runtime asks for them, not
 * before.
 */
export async function bundleScripts(sources: Sources, parts: Parts): Promise<Scripts> {
  const root = parts.compiled ?? sources.root
  try {
    const { outputFiles } = await build({
      stdin: { contents: entry(parts), resolveDir: root, sourcefile: 'mini-program.js', loader: 'js' },
      absWorkingDir: root,
      bundle: true,
      // Packages as WeChat finds them; and the compiler's helpers, which scripts of the root name without `./`.
      nodePaths: [join(root, 'miniprogram_npm'), ...(parts.compiled === undefined ? [] : [root])],
      write: false,
      format: 'iife',
      target: 'es2020',
      outfile: 'app.js',
      sourcemap: 'external',
      logLevel: 'silent',
      // The mini program's tsconfig speaks to the type checker; WeChat's compiler reads none.
      tsconfigRaw: {},
    })
    const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
    return { script: text('.js'), sourceMap: text('.map') }
  } catch (error) {
    for (const { text, location } of (error as BuildFailure).errors ?? []) {
      if (!location) throw error
      const { file, line, column } = location
      sources.report(file, { line, column: column + 1 }, text)
    }
    if (!(error as BuildFailure).errors) throw error
    return { script: '', sourceMap: '' }
  }
}

function entry({ app, theme, appScript, components, compiled }: Parts): string {
  const run = (script: string) =>
    `require(${JSON.stringify(`./${compiled === undefined ? script : script.replace(/\.ts$/, '.js')}`)})`
  const scripts = components.flatMap(({ path, script }) =>
    script === undefined ? [] : [`${JSON.stringify(path)}: () => { ${run(script)} }`],
  )
  const configs = Object.fromEntries(components.map(({ path, config }) => [path, config]))
  return `globalThis.miniProgram = {
    app: ${JSON.stringify(app)},
    theme: ${JSON.stringify(theme)},
    pages: ${JSON.stringify(app.pages)},
    components: ${JSON.stringify(configs)},
    runApp: () => { ${appScript === undefined ? '' : run(appScript)} },
    scripts: { ${scripts.join(',\n')} },
  }`
}
