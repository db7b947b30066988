import type { Figure } from './figure'
import { measurePreview } from './preview'
import { measureUpload } from './upload'
import { measureWorker } from './worker'

const USAGE = `Measures what the project promises, and fails when a promise is broken.

usage: npm run bench -- worker            size of the Worker's bundle, its CPU time at start
       npm run bench -- preview           time to the preview's first paint, in Chromium
       npm run bench -- upload [SIZE_MB]  an upload of SIZE_MB (default 1024) through the whole stack:
                                          bytes compared, peak memory of uploader and emulator (Linux)
       npm run bench:service              the token service under load, on workerd and on Node`

async function measure([what, argument, ...more]: string[]): Promise<Figure[]> {
  const megabytes = Number(argument ?? 1024)
  if (more.length === 0 && what === 'worker' && argument === undefined) return measureWorker()
  if (more.length === 0 && what === 'preview' && argument === undefined) return measurePreview()
  if (more.length === 0 && what === 'upload' && Number.isInteger(megabytes) && megabytes > 0)
    return measureUpload(megabytes)
  throw new Error(USAGE)
}

try {
  let broken = 0
  for (const { name, value, limit, unit } of await measure(process.argv.slice(2))) {
    const bound = limit === undefined ? '' : `  (at most ${limit} ${unit})${value > limit ? '  TOO MUCH' : ''}`
    if (limit !== undefined && value > limit) broken++
    console.log(`${name.padEnd(44)} ${value.toFixed(1).padStart(8)} ${unit}${bound}`)
  }
  process.exitCode = broken > 0 ? 1 : 0
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
