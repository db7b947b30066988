import { languageFlag, oneOf, parseFlags, UsageError } from '../../terminal/flags'
import type { Language } from '../../terminal/language'

/** Robots of WeChat's console: whatever one of them uploads replaces what it has uploaded before. */
const ROBOTS = 30

export interface UploadArguments {
  what: 'preview' | 'release'
  language: Language
  /** Path of the key, as it was typed. */
  key: string | undefined
  version: string | undefined
  description: string | undefined
  robot: number
}

/** @throws {UsageError} */
export function readArguments(args: string[], env: NodeJS.ProcessEnv): UploadArguments | Language {
  const { values, positionals } = parseFlags(args, {
    help: { type: 'boolean', short: 'h' },
    lang: { type: 'string' },
    key: { type: 'string' },
    version: { type: 'string' },
    desc: { type: 'string' },
    robot: { type: 'string' },
  })
  const language = languageFlag(values.lang, env)
  if (values.help) return language
  const [word, more] = positionals
  if (word === undefined) throw new UsageError('What for? npm run upload:wechat -- preview|release')
  if (more !== undefined) throw new UsageError(`"${more}" is one word too many.`)
  const what = oneOf('upload:wechat', word, ['preview', 'release'])
  const robot = Number(values.robot ?? 1)
  if (!Number.isInteger(robot) || robot < 1 || robot > ROBOTS) throw new UsageError(`--robot takes 1 to ${ROBOTS}.`)
  if (values.version !== undefined && !/^[\w.+-]{1,64}$/.test(values.version)) {
    throw new UsageError('--version takes letters, digits, ., + and -, as in 1.2.3')
  }
  return { what, language, key: values.key, version: values.version, description: values.desc, robot }
}
