import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const preview = fileURLToPath(new URL('..', import.meta.url))

export interface RuntimeBundle {
  script: string
  scriptMap: string
  css: string
  cssMap: string
  panelScript: string
  panelCss: string
}

/** Bundles the preview's own runtime, panel and styles for the browser. */
export async function bundleRuntime(): Promise<RuntimeBundle> {
  const { outputFiles } = await build({
    absWorkingDir: preview,
    entryPoints: {
      ...{ preview: './runtime/boot.ts', styles: './styles/preview.css' },
      ...{ panel: './panel/main.ts', 'panel-styles': './panel/panel.css' },
    },
    bundle: true,
    write: false,
    outdir: preview,
    format: 'iife',
    target: 'es2022',
    sourcemap: 'linked',
    // Less to read before the first paint; names stay, for stacks.
    minifyWhitespace: true,
    minifySyntax: true,
    // glass-easel's checks for developers cost first paint, and its production build says the same of our mistakes.
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  return {
    script: text('preview.js'),
    scriptMap: text('preview.js.map'),
    css: text('/styles.css'),
    cssMap: text('/styles.css.map'),
    panelScript: text('panel.js'),
    panelCss: text('panel-styles.css'),
  }
}
