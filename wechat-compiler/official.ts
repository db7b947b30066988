import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { besideCompiler } from './fetch-compiler'
import type { Answer, Compiled, Job, Packed } from './job'

// The process in which compiler.ts runs WeChat's official compiler, without a key or its servers. It gets a Job as its
// argument and sends an Answer.

const APPID = 'wx1111111111111111'

interface Ci {
  Project: new (options: Record<string, unknown>) => object
  getCompiledResult(options: Record<string, unknown>, saveTo: string): Promise<Record<string, string | Buffer>>
  checkCodeQuality(project: object, saveTo: string): Promise<{ name: string; success: boolean }[]>
  packNpmManually(options: { packageJsonPath: string; miniprogramNpmDistDir: string }): Promise<ManuallyPacked>
}

interface ManuallyPacked {
  miniProgramPackNum: number
  otherNpmPackNum: number
  warnList: { msg: string }[]
}

function loadCompiler(): Ci {
  const require = createRequire(besideCompiler)
  const { CIProject } = require('miniprogram-ci/dist/project/ciProject.js') as {
    CIProject: { prototype: { attr: unknown } }
  }
  const { DefaultProjectAttr } = require('miniprogram-ci/dist/config/config.js') as { DefaultProjectAttr: object }
  // What it asks WeChat's servers for, and what makes it work without them: the attributes of the mini program.
  CIProject.prototype.attr = async () => ({ ...DefaultProjectAttr, appid: APPID, appName: 'wevod', gameApp: false })
  return require('miniprogram-ci') as Ci
}

async function compile(ci: Ci, project: object, { out, judge }: Extract<Job, { what: 'compile' }>, folder: string) {
  const options = {
    project,
    version: '0.0.1',
    desc: 'check',
    setting: { useProjectConfig: true },
    onProgressUpdate: () => undefined,
  }
  const contents = await ci.getCompiledResult(options, join(folder, 'package.zip'))
  await rm(out, { recursive: true, force: true })
  for (const [name, content] of Object.entries(contents)) {
    await mkdir(dirname(join(out, name)), { recursive: true })
    await writeFile(join(out, name), content)
  }
  // Its scripts are CommonJS; what stands above the folder must not say otherwise.
  await writeFile(join(out, 'package.json'), '{ "type": "commonjs" }')
  const quality = judge ? await ci.checkCodeQuality(project, join(folder, 'quality.json')) : []
  return {
    files: Object.entries(contents).map(([name, content]) => ({ name, bytes: Buffer.byteLength(content) })),
    quality: quality.map(({ name, success }) => ({ name, success })),
  } satisfies Compiled
}

async function packNpm(ci: Ci, { projectRoot, into }: Extract<Job, { what: 'pack-npm' }>): Promise<Packed> {
  const { miniProgramPackNum, otherNpmPackNum, warnList } = await ci.packNpmManually({
    packageJsonPath: join(projectRoot, 'package.json'),
    miniprogramNpmDistDir: join(projectRoot, into),
  })
  return { packages: miniProgramPackNum + otherNpmPackNum, warnings: warnList.map(({ msg }) => msg) }
}

async function run(job: Job): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-wechat-'))
  try {
    const ci = loadCompiler()
    // It wants a key, and never uses it without a network.
    const privateKeyPath = join(folder, 'none.key')
    await writeFile(privateKeyPath, '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n')
    const project = new ci.Project({
      appid: APPID,
      type: 'miniProgram',
      projectPath: job.projectRoot,
      privateKeyPath,
      ignores: ['node_modules/**/*'],
    })
    return { done: job.what === 'compile' ? await compile(ci, project, job, folder) : await packNpm(ci, job) }
  } catch (error) {
    const { code, message } = error as Error & { code?: number }
    return { failed: `The compiler refuses the project${code === undefined ? '' : ` (${code})`}: ${message}` }
  } finally {
    await rm(folder, { recursive: true })
  }
}

// Its own child processes would be started with tsx as this one, in a folder that has no tsx.
process.execArgv = []
const answer = await run(JSON.parse(process.argv[2] ?? '') as Job)
// The compiler leaves watchers and workers behind.
process.send?.(answer, () => process.exit(0))
