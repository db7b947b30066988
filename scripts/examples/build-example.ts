import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { compileMiniProgram, packNpm } from '../../wechat-compiler/compiler'
import type { Example } from './examples'

/** Builds what installExample has laid into a folder. Returns the bytes of what goes to the user. */
export async function buildExample(example: Example, folder: string): Promise<number> {
  if (example.how === 'page') return bundlePage(join(folder, example.script), join(folder, 'node_modules'))
  if (example.how === 'native') {
    const { packages, warnings } = await packNpm(folder, 'miniprogram')
    if (packages === 0) throw new Error(`WeChat's npm packing has found no package. ${warnings.join(' ')}`)
    return compile(folder, folder)
  }
  await promisify(execFile)('npm', ['run', 'build'], { cwd: folder, maxBuffer: 64 * 1024 * 1024 })
  return compile(join(folder, example.output), folder)
}

/** As it goes to phones, by WeChat's compiler. */
async function compile(project: string, folder: string): Promise<number> {
  const { files } = await compileMiniProgram(project, join(folder, 'compiled'))
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}

async function bundlePage(script: string, modules: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [script],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    nodePaths: [modules],
    // The example's tsconfig leads to the sources; here it is the package that is tried.
    tsconfigRaw: {},
    logLevel: 'silent',
  })
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0)
}
