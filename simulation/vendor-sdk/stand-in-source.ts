import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { FAULTS, type Fault } from './faults'

export interface StandInOptions {
  /** All, by default: those of 1.0.1. None: what 1.0.3 promises. */
  faults?: readonly Fault[]
  /** That the text says to be. */
  version?: string
}

/** The stand-in as the SDK comes: one minified CommonJS text. */
export async function standInSource({ faults = FAULTS, version = '1.0.1' }: StandInOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('stand-in.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'cjs',
    target: 'es2017',
    minify: true,
    define: { STAND_IN_FAULTS: JSON.stringify(faults), STAND_IN_VERSION: JSON.stringify(version) },
    logLevel: 'silent',
    tsconfigRaw: {},
  })
  return outputFiles[0]?.text ?? ''
}
