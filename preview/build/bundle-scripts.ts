import { type BuildFailure, build } from 'esbuild'
import type { AppConfig } from '../runtime/mini-program'
import type { ComponentSource } from './crawl'
import type { Sources } from './sources'

interface Parts {
  app: AppConfig
  theme: Record<string, Record<string, string>>
  appScript: string | undefined
  components: ComponentSource[]
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
  try {
    const { outputFiles } = await build({
      stdin: { contents: entry(parts), resolveDir: sources.root, sourcefile: 'mini-program.js', loader: 'js' },
      absWorkingDir: sources.root,
      bundle: true,
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

function entry({ app, theme, appScript, components }: Parts): string {
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

function run(script: string): string {
  return `require(${JSON.stringify(`./${script}`)})`
}
