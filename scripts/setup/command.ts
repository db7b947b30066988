import { basename, relative } from 'node:path'
import { EVENTS_PATH } from '../../server/http/paths'
import { readSettings } from '../../server/settings/settings'
import { UsageError } from '../terminal/flags'
import { languageOf, type Say, speak } from '../terminal/language'
import { readArguments, type SetupArguments, type Target } from './arguments'
import { planEmulator } from './emulator'
import { readEnvFile } from './env-file'
import { applyChanges, differs, type FileChange, overwritten } from './file-changes'
import { gitIgnores } from './git-ignores'
import { interview } from './interview'
import { makeSecrets } from './make-secrets'
import { ConfigError } from './mini-program-config'
import { nextSteps } from './next-steps'
import { addressKnown, envFileOf, planFiles, settingsText } from './plan-files'
import { printRam } from './print-ram'
import { Canceled, type Prompts } from './prompts'
import { leftOut, QUESTIONS } from './questions'
import { describeSettings } from './summary'
import { usage } from './usage'

export interface SetupContext {
  projectRoot: string
  /** Where the user stands: what a relative FILE is meant from. */
  cwd: string
  env: NodeJS.ProcessEnv
  /** Undefined where nobody sits at a terminal. */
  prompts: ((words: { yes: string; no: string }) => Prompts) | undefined
  /** Milliseconds since 1970. */
  now(): number
  out(line: string): void
  err(line: string): void
}

/** `npm run setup` with these arguments. Resolves with the exit code. */
export async function setup(args: string[], context: SetupContext): Promise<number> {
  let say = speak(languageOf(context.env))
  try {
    const options = readArguments(args, context.cwd, context.env)
    say = speak(options.language)
    await run(options, say, context)
    return 0
  } catch (error) {
    if (error instanceof Canceled) {
      context.err(say('Canceled: nothing is changed.', '已取消，没有任何改动。'))
      return 130
    }
    if (error instanceof UsageError) {
      context.err(`error: ${error.message}${say(' (--help tells more)', '（--help 查看用法）')}`)
      return 2
    }
    if (!(error instanceof ConfigError) && (error as NodeJS.ErrnoException).code === undefined) throw error
    context.err(`error: ${(error as Error).message}${say('; nothing is changed.', '；没有任何改动。')}`)
    return 1
  }
}

async function run(options: SetupArguments, say: Say, context: SetupContext): Promise<void> {
  const { projectRoot, out } = context
  const prompts = options.yes ? undefined : context.prompts?.({ yes: say('Yes', '是'), no: say('No', '否') })
  switch (options.what) {
    case 'help':
      return out(usage(say))
    case 'print': {
      const known = existingSettings(options.envFile ?? envFileOf(projectRoot, options.target ?? 'workers'))
      return out(printRam(options.print, options.ram, { ...known, ...options.given }).trimEnd())
    }
    case 'emulator': {
      const changes = planEmulator(projectRoot, options.envFile)
      const changed = await write(changes, { ...options, force: options.force || options.yes }, prompts, say, context)
      return out(
        changed
          ? say('Back to the emulator: npm start', '已切回模拟器：npm start')
          : say('It leads to the emulator already.', '已经在使用模拟器。'),
      )
    }
    case 'setup':
      return setUp(options, prompts, say, context)
  }
}

async function setUp(options: SetupArguments, prompts: Prompts | undefined, say: Say, context: SetupContext) {
  const { projectRoot, env, out } = context
  const target = options.target ?? (await askTarget(prompts, say))
  const envFile = options.envFile ?? envFileOf(projectRoot, target)
  const existing = existingSettings(envFile)
  const sources = { given: options.given, env, prompts, say, existing: asKnown(existing, addressKnown(projectRoot)) }
  const answers = await interview(target, sources)
  // The service would read them all the same.
  const without = Object.fromEntries(leftOut({ ...answers, TARGET: target }).map((name) => [name, undefined]))
  const kept = Object.fromEntries(Object.entries(existing).filter(([name]) => !(name in without)))
  const values = { ...without, ...answers, ...makeSecrets({ ...kept, ...answers }, options.rotate) }
  refuseMistakes({ ...kept, ...values }, target)
  const changes = planFiles(projectRoot, envFile, values)
  if (!gitIgnores(projectRoot, envFile)) {
    const name = relative(projectRoot, envFile)
    out(
      say(
        `Take care: git does not ignore ${name}, which will hold secrets.`,
        `注意：git 没有忽略 ${name}，其中将包含密钥。`,
      ),
    )
  }
  out(describeSettings(basename(envFile), existing, values, say))
  if (await write(changes, options, prompts, say, context)) out(nextSteps(target, envFile, answers, projectRoot, say))
  else out(say('All of it is there already: nothing is changed.', '设置已是如此，没有改动。'))
}

function existingSettings(envFile: string): Record<string, string> {
  return readEnvFile(settingsText(envFile) ?? '')
}

async function askTarget(prompts: Prompts | undefined, say: Say): Promise<Target> {
  if (!prompts) return 'workers'
  const choices: { value: Target; label: string }[] = [
    {
      value: 'workers',
      label: say('Cloudflare Workers (settings in .dev.vars)', 'Cloudflare Workers（设置写入 .dev.vars）'),
    },
    {
      value: 'node',
      label: say(
        'Node: a container, Function Compute, WeChat Cloud Run (.env)',
        'Node：容器、函数计算、微信云托管（.env）',
      ),
    },
  ]
  return prompts.choose(say('Where does the token service run?', '令牌服务运行在哪里？'), choices, 'workers')
}

/**
 * What is set already, with the service's address. Where VOD's notifications go follows that address, unless it is another
 * one; and where there are none, that was somebody's wish.
 */
function asKnown(existing: Readonly<Record<string, string>>, configured: string | undefined): Record<string, string> {
  const { VOD_CALLBACK_URL: callback, ...rest } = existing
  const beforeEvents = callback?.endsWith(EVENTS_PATH) ? callback.slice(0, -EVENTS_PATH.length) : undefined
  const address = configured ?? beforeEvents
  const isOld = Object.keys(existing).length > 0
  return {
    ...(address !== undefined && { SERVICE_URL: address }),
    ...rest,
    ...(callback !== undefined && beforeEvents !== address && { VOD_CALLBACK_URL: callback }),
    ...(callback === undefined && isOld && { VOD_CALLBACK_URL: 'none' }),
  }
}

/** As the service reads them when it starts. @throws {UsageError} */
function refuseMistakes(values: Readonly<Record<string, string | undefined>>, target: Target): void {
  const env = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
  const flagOf = (name: string) => QUESTIONS.find(({ setting }) => setting === name)?.flag
  const placeOf = (name: string) => (flagOf(name) ? `--${flagOf(name)}` : 'it stands in the settings file')
  const result = readSettings(env, placeOf, target === 'node' ? 'elsewhere' : 'settings')
  if ('mistakes' in result) throw new UsageError(result.mistakes.join('\n  '))
}

/** @returns whether there was anything to change */
async function write(
  changes: readonly FileChange[],
  { force }: Pick<SetupArguments, 'force'>,
  prompts: Prompts | undefined,
  say: Say,
  { projectRoot, now, out }: SetupContext,
): Promise<boolean> {
  const due = changes.filter(differs)
  if (due.length === 0) return false
  const name = ({ path }: FileChange) => relative(projectRoot, path)
  const over = overwritten(due).map(name)
  if (over.length > 0 && !force) {
    const question = say(`Overwrite ${over.join(', ')}? A backup is kept.`, `覆盖 ${over.join('、')}？会保留备份。`)
    if (!prompts)
      throw new UsageError(
        say(
          `${over.join(', ')} would be overwritten: --force allows it, and keeps a backup.`,
          `将覆盖 ${over.join('、')}：--force 允许覆盖，并保留备份。`,
        ),
      )
    if (!(await prompts.confirm(question, true))) throw new Canceled()
  } else if (
    prompts &&
    !(await prompts.confirm(say(`Write ${due.map(name).join(', ')}?`, `写入 ${due.map(name).join('、')}？`), true))
  ) {
    throw new Canceled()
  }
  const backup = applyChanges(projectRoot, due, now())
  for (const change of due) {
    out(
      change.after === undefined
        ? say(`Removed: ${name(change)}`, `已移除：${name(change)}`)
        : say(`Written: ${name(change)}`, `已写入：${name(change)}`),
    )
  }
  if (backup)
    out(say(`What was there is in ${relative(projectRoot, backup)}/`, `原内容保存在 ${relative(projectRoot, backup)}/`))
  return true
}
