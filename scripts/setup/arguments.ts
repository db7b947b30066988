import { resolve } from 'node:path'
import { languageFlag, oneOf, parseFlags, UsageError } from '../terminal/flags'
import type { Language } from '../terminal/language'
import { SECRET_NAMES, type SecretName } from './make-secrets'
import { QUESTIONS } from './questions'
import { SIGNERS, type Signer } from './ram/plan'

export const TARGETS = ['workers', 'node'] as const
/** What the service runs on: it decides which file its settings stand in, and whether a machine's role can sign. */
export type Target = (typeof TARGETS)[number]

const WAYS_TO_PRINT = ['ram', 'ros', 'terraform'] as const
export type WayToPrint = (typeof WAYS_TO_PRINT)[number]

export interface SetupArguments {
  what: 'help' | 'setup' | 'emulator' | 'print'
  language: Language
  print: WayToPrint
  target: Target | undefined
  /** Absolute; undefined: the one of the target. */
  envFile: string | undefined
  /** Answers given by flags, by setting. */
  given: Readonly<Record<string, string>>
  /** Secrets to make anew although there are some. */
  rotate: readonly SecretName[]
  ram: { signer: Signer | undefined; serviceName: string | undefined; roleName: string | undefined }
  /** Nothing is asked: defaults are taken, and what has none is told. */
  yes: boolean
  /** Files that are there may be overwritten. */
  force: boolean
}

/** @throws {UsageError} */
export function readArguments(args: string[], cwd: string, env: NodeJS.ProcessEnv): SetupArguments {
  const answers = Object.fromEntries(QUESTIONS.map(({ flag }) => [flag, { type: 'string' as const }]))
  const { values, positionals } = parseFlags(args, {
    ...answers,
    yes: { type: 'boolean', short: 'y' },
    force: { type: 'boolean' },
    emulator: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
    lang: { type: 'string' },
    target: { type: 'string' },
    'env-file': { type: 'string' },
    print: { type: 'string' },
    rotate: { type: 'string' },
    signer: { type: 'string' },
    'ram-user': { type: 'string' },
    'ram-role': { type: 'string' },
  })
  const [more] = positionals
  if (more !== undefined)
    throw new UsageError(`"${more}" is one word too many: values follow their flag, as in --appid wx….`)
  const text = (name: string) => (values as Record<string, string | boolean | undefined>)[name] as string | undefined
  const named = <const T extends string>(name: string, known: readonly T[]) => {
    const value = text(name)
    return value === undefined ? undefined : oneOf(`--${name}`, value, known)
  }
  if (values.emulator && values.print !== undefined) throw new UsageError('--emulator and --print do not go together.')
  const envFile = text('env-file')
  const rotate = (text('rotate') ?? '').split(',').filter((name) => name !== '')
  return {
    what: values.help ? 'help' : values.emulator ? 'emulator' : values.print !== undefined ? 'print' : 'setup',
    language: languageFlag(text('lang'), env),
    print: named('print', WAYS_TO_PRINT) ?? 'ram',
    target: named('target', TARGETS),
    envFile: envFile === undefined ? undefined : resolve(cwd, envFile),
    given: Object.fromEntries(
      QUESTIONS.flatMap(({ flag, setting }) => {
        const value = text(flag)
        return value === undefined ? [] : [[setting, value]]
      }),
    ),
    rotate: rotate.map((name) => oneOf('--rotate', name, SECRET_NAMES)),
    ram: { signer: named('signer', SIGNERS), serviceName: text('ram-user'), roleName: text('ram-role') },
    yes: values.yes === true,
    force: values.force === true,
  }
}
