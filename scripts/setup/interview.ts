import { SECRETS } from '../../server/settings/schema'
import { UsageError } from '../terminal/flags'
import type { Say } from '../terminal/language'
import { mistakeIn, tidy } from './check-value'
import { inChinese } from './mistakes-in-chinese'
import type { Prompts } from './prompts'
import { choicesOf, QUESTIONS, type Question } from './questions'

export interface Sources {
  /** By flags. */
  given: Readonly<Record<string, string>>
  /** Secrets alone are taken from it: they need not stand in a shell's history then. */
  env: Readonly<Record<string, string | undefined>>
  /** What is set already. */
  existing: Readonly<Record<string, string>>
  /** Undefined where nobody can be asked. */
  prompts: Prompts | undefined
  say: Say
}

/**
 * A value for every question that applies, undefined for what is left out. Flags come before the environment, that before
 * what is set already, and that before the defaults; whoever sits at a terminal is asked for all but what flags give.
 * @param target the first answer
 * @throws {UsageError} with a line for each value that is missing or wrong
 * @throws {Canceled}
 */
export async function interview(target: string, sources: Sources): Promise<Record<string, string>> {
  const answers: Record<string, string> = { TARGET: target }
  const mistakes: string[] = []
  for (const question of QUESTIONS) {
    if (question.when && !question.when(answers)) {
      if (question.setting in sources.given) mistakes.push(pointless(question, sources.say))
      continue
    }
    const known = knownAnswer(question, answers, sources)
    const asked = sources.prompts && !(question.setting in sources.given)
    const value = asked
      ? await ask(question, answers, known, sources)
      : check(question, answers, known, sources, mistakes)
    if (value) answers[question.setting] = value
  }
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n  '))
  const { TARGET: _, ...rest } = answers
  return rest
}

function knownAnswer({ setting, fallback }: Question, answers: Record<string, string>, sources: Sources) {
  const value =
    sources.given[setting] ??
    ((SECRETS.has(setting) && sources.env[setting]) || undefined) ??
    sources.existing[setting] ??
    fallback?.(answers)
  // Said of what is not wanted, where there would be a default.
  return value === undefined || value === 'none' ? undefined : tidy(setting, value)
}

/** Where nobody is asked. */
function check(
  question: Question,
  answers: Record<string, string>,
  value: string | undefined,
  { say }: Sources,
  mistakes: string[],
): string | undefined {
  const { setting, flag, optional, what } = question
  if (!value) {
    const byEnv = SECRETS.has(setting) ? say(`, or the environment variable ${setting}`, `，或环境变量 ${setting}`) : ''
    if (!optional?.(answers)) mistakes.push(`--${flag}${byEnv}${say(' is missing: ', ' 未给出：')}${say(...what)}`)
    return undefined
  }
  const mistake = mistakeIn(setting, value) ?? notAmong(question, answers, value, say)
  if (mistake !== undefined) mistakes.push(`--${flag} (${setting}) ${say(mistake, inChinese(mistake))}`)
  return value
}

async function ask(
  question: Question,
  answers: Record<string, string>,
  known: string | undefined,
  { prompts, say }: Sources,
): Promise<string | undefined> {
  if (!prompts) return undefined
  const { setting, optional, where } = question
  const choices = choicesOf(question, answers)
  const message = `${say(...question.what)}${where ? `\n  ${say(...where)}` : ''}`
  if (choices) {
    const options = choices.map(([value, what]) => ({ value, label: say(...what) }))
    const offered = options.find(({ value }) => value === known) ?? options[0]
    return prompts.choose(message, options, offered?.value ?? '')
  }
  const mayBeEmpty = optional?.(answers) ?? false
  const mistake = (value: string) => {
    if (value.trim() === '') return mayBeEmpty ? undefined : say('is needed', '必填')
    if (value.trim() === 'none' && mayBeEmpty) return undefined
    const found = mistakeIn(setting, tidy(setting, value))
    return found && say(found, inChinese(found))
  }
  if (!SECRETS.has(setting)) {
    const value = (await prompts.text(message, known ?? '', mistake)).trim()
    return value === 'none' ? undefined : tidy(setting, value)
  }
  const keep = known === undefined ? '' : say(' (Enter keeps the one there is)', '（回车保留已有的）')
  const typed = await prompts.secret(`${message}${keep}`, (value) =>
    value.trim() === '' && known !== undefined ? undefined : mistake(value),
  )
  return typed.trim() === '' ? known : tidy(setting, typed)
}

function notAmong(question: Question, answers: Record<string, string>, value: string, say: Say): string | undefined {
  const choices = choicesOf(question, answers)?.map(([one]) => one)
  if (!choices || choices.includes(value)) return undefined
  return say(`is for --target node alone: ${value}`, `${value} 仅适用于 --target node`)
}

function pointless({ flag }: Question, say: Say): string {
  return `--${flag}${say(' does not go with the other answers', ' 与其他选项不相配')}`
}
