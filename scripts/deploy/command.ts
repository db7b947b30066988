import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Canceled, type Prompts } from '../setup/prompts'
import { UsageError } from '../terminal/flags'
import { languageOf, type Say, speak } from '../terminal/language'
import { type DeployArguments, readArguments, type Way } from './arguments'
import { DeployError } from './deploy-error'
import type { Deployment, DeployTools, Step } from './deployment'
import type { Programs } from './programs'
import { deploySettings, namesForNode, shown } from './settings'
import { usage } from './usage'

export interface DeployContext {
  projectRoot: string
  /** Where the user stands: what a relative FILE is meant from. */
  cwd: string
  env: NodeJS.ProcessEnv
  programs: Programs
  /** Undefined where nobody sits at a terminal. */
  prompts: ((words: { yes: string; no: string }) => Prompts) | undefined
  /** Called with what has to be cleared away where the command is ended in the middle; undefined: nothing more. */
  whenEnded(clear: (() => void) | undefined): void
  out(line: string): void
  err(line: string): void
}

/** Each loaded where it is wanted: wrangler takes its time. */
const WAYS: Record<Way, () => Promise<(tools: DeployTools) => Deployment>> = {
  workers: async () => (await import('./ways/workers')).workers,
  container: async () => (await import('./ways/container')).container,
  fc: async () => (await import('./ways/function-compute')).functionComputeWay,
  cloudrun: async () => (await import('./ways/cloud-run')).cloudRunWay,
}

/** `npm run deploy` with these arguments. Resolves with the exit code. */
export async function deploy(args: string[], context: DeployContext): Promise<number> {
  const { cwd, env, out, err } = context
  let say = speak(languageOf(env))
  // For files with secrets on their way, too: nobody else may look into it.
  const scratch = mkdtempSync(join(tmpdir(), 'wevod-deploy-'))
  const clear = () => rmSync(scratch, { recursive: true, force: true })
  context.whenEnded(clear)
  try {
    const options = readArguments(args, cwd, env)
    if (typeof options === 'string') {
      out(usage(speak(options)))
      return 0
    }
    say = speak(options.language)
    return await run(options, scratch, say, context)
  } catch (error) {
    if (error instanceof UsageError) err(`error: ${error.message}${say(' (--help tells more)', '（--help 查看用法）')}`)
    else if (error instanceof DeployError) err(`error: ${error.message}`)
    else if (error instanceof Canceled) err(say('Canceled: nothing was deployed.', '已取消，未部署。'))
    else throw error
    return error instanceof UsageError ? 2 : error instanceof Canceled ? 130 : 1
  } finally {
    clear()
    context.whenEnded(undefined)
  }
}

async function run(options: DeployArguments, scratch: string, say: Say, context: DeployContext): Promise<number> {
  const { projectRoot, programs, out } = context
  const settings = deploySettings(projectRoot, options.way, options.envFile, say)
  const describe = await WAYS[options.way]()
  const deployment = describe({ projectRoot, options, settings, programs, scratch, say, out })
  out(say(`Settings of ${settings.file}:`, `设置（${settings.file}）：`))
  const names = options.way === 'workers' ? [...settings.variables, ...settings.secrets] : namesForNode(settings)
  for (const name of names) out(`  ${name}=${shown(name, settings.values[name] ?? '')}`)

  if (!options.dryRun) {
    const missing = await deployment.missing()
    if (missing.length > 0) throw new DeployError(missing.join('\n  '))
  }
  await each(deployment.rehearsal, out)
  tellPlan(deployment, options, say, out)
  if (options.dryRun) {
    out(say('Dry run: nothing was sent.', '演练结束：没有发送任何内容。'))
    return 0
  }
  if (deployment.steps.length > 0) {
    await agreed(options, say, context)
    await each(deployment.steps, out)
    out(say('Deployed.', '部署完成。'))
  }
  return check(deployment, say, context)
}

/** @throws {DeployError} with the step that has failed */
async function each(steps: readonly Step[], out: (line: string) => void): Promise<void> {
  for (const { what, run } of steps) {
    out(`→ ${what}`)
    try {
      await run()
    } catch (error) {
      if (error instanceof DeployError) throw error
      throw new DeployError(`${what}: ${(error as Error).message}`, { cause: error })
    }
  }
}

function tellPlan({ steps, byHand }: Deployment, { dryRun }: DeployArguments, say: Say, out: (line: string) => void) {
  if (steps.length > 0)
    out(dryRun ? say('What would be done then:', '随后会执行：') : say('What comes now:', '接下来执行：'))
  for (const [i, { what, command }] of steps.entries()) {
    out(`  ${i + 1}. ${what}`)
    if (command) out(`     $ ${command}`)
  }
  if (byHand.length > 0) out(say('By hand:', '需手动完成：'))
  for (const line of byHand) out(`  - ${line}`)
}

/** @throws {UsageError} where nobody can be asked @throws {Canceled} */
async function agreed({ yes }: DeployArguments, say: Say, { prompts }: DeployContext): Promise<void> {
  if (yes) return
  if (!prompts) throw new UsageError(say('Nobody can be asked here: --yes goes on.', '此处无法询问：加上 --yes 继续。'))
  const ask = prompts({ yes: say('Yes', '是'), no: say('No', '否') })
  if (!(await ask.confirm(say('Go on?', '继续吗？'), true))) throw new Canceled()
}

/** Looks at the service where it is now. */
async function check(
  deployment: Deployment,
  say: Say,
  { projectRoot, programs, out, err }: DeployContext,
): Promise<number> {
  const url = deployment.url()
  if (url === undefined) {
    out(say('Not checked: where it can be reached is not known (--url).', '未检查：不知道访问地址（--url）。'))
    return 0
  }
  out(`→ npm run doctor -- --url ${url}`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { code } = await programs.run(npm, ['run', '--silent', 'doctor', '--', '--url', url], { cwd: projectRoot })
  if (code === 0) return 0
  err(say(`error: it is deployed, but the check of ${url} fails.`, `error: 已部署，但对 ${url} 的检查未通过。`))
  return 1
}
