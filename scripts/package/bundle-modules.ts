import { build } from 'esbuild'
import { projectRoot } from '../project-root'
import type { Entry } from './entries'

/** An output file: its path, and its text. */
export type OutputFile = readonly [path: string, text: string]

/**
 * The entries as ES modules of ES2020. What several need is in chunks of its own, so that each class is there once and
 * instanceof holds between them.
 */
export async function bundleModules(entries: readonly Entry[]): Promise<OutputFile[]> {
  const outdir = '/out'
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: Object.fromEntries(entries.map(({ name, source }) => [name, source])),
    bundle: true,
    splitting: true,
    write: false,
    outdir,
    chunkNames: 'chunk-[hash]',
    format: 'esm',
    platform: 'neutral',
    external: ['node:*'],
    target: 'es2020',
    charset: 'utf8',
    logLevel: 'warning',
    // The tsconfigs speak to the type checker.
    tsconfigRaw: {},
  })
  return outputFiles.map(({ path, text }) => [path.slice(outdir.length + 1), text])
}
