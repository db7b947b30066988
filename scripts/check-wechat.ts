import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// `npm run check:wechat`: WeChat's official compiler and code quality checks, without a key or its servers. The
// compiler (276 MB with all it needs) is fetched once, into node_modules/.cache.

/** Exact, since one of its inner methods is replaced below. */
const VERSION = '2.1.42'
/** Bytes. WeChat takes 2 MB; a small package starts faster. */
const PACKAGE_LIMIT = 500 * 1024
const APPID = 'wx1111111111111111'

const projectRoot = fileURLToPath(new URL('..', import.meta.url))
const cache = join(projectRoot, `node_modules/.cache/miniprogram-ci-${VERSION}`)

interface Ci {
  Project: new (options: Record<string, unknown>) => object
  getCompiledResult(options: Record<string, unknown>, saveTo: string): Promise<Record<string, string | Buffer>>
  checkCodeQuality(project: object, saveTo: string): Promise<{ name: string; success: boolean }[]>
}

async function loadCompiler(): Promise<Ci> {
  if (!existsSync(join(cache, 'node_modules/miniprogram-ci/package.json'))) {
    console.log(`Fetching miniprogram-ci ${VERSION} (about a minute) …`)
    await mkdir(cache, { recursive: true })
    await writeFile(join(cache, 'package.json'), '{ "private": true }')
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', `miniprogram-ci@${VERSION}`], {
      cwd: cache,
      stdio: 'inherit',
    })
  }
  const require = createRequire(join(cache, 'package.json'))
  const { CIProject } = require('miniprogram-ci/dist/project/ciProject.js') as {
    CIProject: { prototype: { attr: unknown } }
  }
  const { DefaultProjectAttr } = require('miniprogram-ci/dist/config/config.js') as { DefaultProjectAttr: object }
  // What it asks WeChat's servers for, and what makes it work without them: the attributes of the mini program.
  CIProject.prototype.attr = async () => ({ ...DefaultProjectAttr, appid: APPID, appName: 'wevod', gameApp: false })
  return require('miniprogram-ci') as Ci
}

/** The compiler talks a lot, about servers that it cannot reach among other things. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log, error, warn, info } = console
  Object.assign(console, { log: () => undefined, error: () => undefined, warn: () => undefined, info: () => undefined })
  try {
    return await work()
  } finally {
    Object.assign(console, { log, error, warn, info })
  }
}

async function check(folder: string): Promise<string[]> {
  const ci = await loadCompiler()
  // It wants a key, and never uses it without a network.
  const privateKeyPath = join(folder, 'none.key')
  await writeFile(privateKeyPath, '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n')
  const project = new ci.Project({
    appid: APPID,
    type: 'miniProgram',
    projectPath: projectRoot,
    privateKeyPath,
    ignores: ['node_modules/**/*'],
  })
  const options = {
    project,
    version: '0.0.1',
    desc: 'check',
    setting: { useProjectConfig: true },
    onProgressUpdate: () => undefined,
  }
  const files = await quietly(() => ci.getCompiledResult(options, join(folder, 'package.zip')))
  const names = Object.keys(files)
  const bytes = Object.values(files).reduce((sum, content) => sum + Buffer.byteLength(content), 0)
  console.log(`Compiled: ${names.length} files, ${(bytes / 1024).toFixed(0)} KiB (at most ${PACKAGE_LIMIT / 1024} KiB)`)

  const quality = await quietly(() => ci.checkCodeQuality(project, join(folder, 'quality.json')))
  console.log(`Code quality: ${quality.filter(({ success }) => success).length} of ${quality.length} checks passed`)
  return [
    ...(bytes > PACKAGE_LIMIT ? ['The package is too large.'] : []),
    ...names.filter((name) => name.includes('.test.')).map((name) => `${name} must not be packed.`),
    ...quality.filter(({ success }) => !success).map(({ name }) => `Code quality: ${name}`),
  ]
}

const folder = await mkdtemp(join(tmpdir(), 'wevod-wechat-'))
let problems: string[]
try {
  problems = await check(folder)
} catch (error) {
  const { code, message } = error as Error & { code?: number }
  problems = [`The compiler refuses the project${code === undefined ? '' : ` (${code})`}: ${message}`]
}
await rm(folder, { recursive: true })
for (const problem of problems) console.error(problem)
// The compiler leaves watchers and workers behind.
process.exit(problems.length === 0 ? 0 : 1)
