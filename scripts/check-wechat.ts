import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compiledFolder } from '../wechat-compiler/compiled-folder'
import { compileMiniProgram } from '../wechat-compiler/compiler'
import { fetchCompiler } from '../wechat-compiler/fetch-compiler'
import { packUploader } from './package/pack'
import { engineSize } from './wechat/engine-size'
import { installIntoEmpty } from './wechat/install-into-empty'
import { runVitest } from './wechat/run-vitest'

// `npm run check:wechat`: WeChat's official compiler and code quality checks, without a key or its servers; then the
// simulation, and an upload in a browser, on what the compiler has made; then the package wevod-uploader, in an empty
// mini program.

/** Bytes. WeChat takes 2 MB; a small package starts faster. */
const PACKAGE_LIMIT = 500 * 1024

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`

async function checkCompiled(): Promise<string[]> {
  const { files, quality } = await compileMiniProgram(projectRoot, compiledFolder, { judge: true })
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  console.log(`Compiled: ${files.length} files, ${kib(bytes)} (at most ${kib(PACKAGE_LIMIT)})`)
  const engine = await engineSize(compiledFolder)
  console.log(
    `The engine in it: ${engine.files} files, ${kib(engine.bytes)}, ${kib(engine.gzip)} gzipped; ` +
      `with the compiler's helpers ${kib(engine.withHelpers.bytes)}, ${kib(engine.withHelpers.gzip)} gzipped`,
  )
  console.log(`Code quality: ${quality.filter(({ success }) => success).length} of ${quality.length} checks passed`)
  return [
    ...(bytes > PACKAGE_LIMIT ? ['The package is too large.'] : []),
    ...engine.notEs5.map((place) => `The compiler has left what ES5 does not have: ${place}`),
    ...files.filter(({ name }) => name.includes('.test.')).map(({ name }) => `${name} must not be packed.`),
    ...quality.filter(({ success }) => !success).map(({ name }) => `Code quality: ${name}`),
  ]
}

/** The package, as an operator's mini program gets it. */
async function checkPackage(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-packed-'))
  try {
    const { path, bytes } = await packUploader(folder)
    console.log(
      `${basename(path)}, ${kib(bytes)}: installed into an empty mini program, packed by WeChat's npm packing`,
    )
    const { packed, compiled } = await installIntoEmpty(path, join(folder, 'empty'))
    const problems: string[] = []
    for (const [how, file] of Object.entries({ packed, compiled })) {
      console.log(`The ten lines, on the engine as it is ${how}:`)
      const ran = await runVitest(['--project', 'simulation', 'simulation/package'], { WEVOD_PACKED: file })
      if (!ran) problems.push(`The ten lines fail on the package as it is ${how}.`)
    }
    return problems
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function check(): Promise<string[]> {
  await fetchCompiler((line) => console.log(line))
  const problems = await checkCompiled()
  console.log('The simulation, on what came out:')
  const played = await runVitest(['--project', 'compiled'], { WEVOD_COMPILED: '1' })
  if (!played) problems.push('The simulation fails on what the compiler has made.')
  console.log('One upload in a browser, on what came out (all: COMPILED=1 npx vitest run --project node e2e/upload):')
  const uploaded = await runVitest(['--project', 'node', 'e2e/upload', '-t', 'has made|picks two videos'], {
    COMPILED: '1',
  })
  if (!uploaded) problems.push('The app does not upload in a browser as the compiler has made it.')
  return [...problems, ...(await checkPackage())]
}

const problems = await check().catch((error: Error) => [error.message])
for (const problem of problems) console.error(problem)
process.exitCode = problems.length === 0 ? 0 : 1
