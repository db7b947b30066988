import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { atMost, type Findings, round } from './report'

const KB = 1024

/** What the engine adds to a mini program's package. */
export async function measureSize(): Promise<Findings> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../miniprogram/uploader/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  })
  const minified = outputFiles[0]?.contents as Uint8Array
  const gzip = gzipSync(minified, { level: 9 })
  const figures = { minifiedKB: round(minified.length / KB, 2), gzipKB: round(gzip.length / KB, 2) }
  return {
    rows: [
      atMost('The engine, minified', figures.minifiedKB, 46, 'KB', `${minified.length} bytes`),
      atMost('The engine, minified, gzip', figures.gzipKB, 16, 'KB', `${gzip.length} bytes`),
    ],
    figures,
  }
}
