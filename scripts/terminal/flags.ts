import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { distance } from 'fastest-levenshtein'
import { LANGUAGES, type Language, languageOf } from './language'

/** A mistake on the command line: one line for whoever typed it, exit code 2. */
export class UsageError extends Error {}

/**
 * Flags and positionals of a command.
 * @throws {UsageError} for a flag that there is not, one without its value, and the like
 */
export function parseFlags<T extends ParseArgsOptionsConfig>(args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    const [line = ''] = (error as Error).message.split(/\. To specify|\n/)
    const mistyped = /^Unknown option '(--?[^']+)'/.exec(line)?.[1]
    const near = mistyped && nearest(mistyped.replace(/^-+/, ''), Object.keys(options))
    throw new UsageError(`${line}.${near ? ` Did you mean --${near}?` : ''}`.replace('..', '.'))
  }
}

/**
 * The language of the command: `--lang`, or that of the terminal.
 * @throws {UsageError} for one that there is not
 */
export function languageFlag(flag: string | undefined, env: NodeJS.ProcessEnv): Language {
  return flag === undefined ? languageOf(env) : oneOf('--lang', flag, LANGUAGES)
}

/** @throws {UsageError} where the value is none of these */
export function oneOf<const T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value)
  if (found !== undefined) return found
  const near = nearest(value, known)
  throw new UsageError(`${name} takes ${known.join(', ')}, not "${value}".${near ? ` Did you mean ${near}?` : ''}`)
}

/** Of the words, the one that is at most two letters away. */
function nearest(word: string, words: readonly string[]): string | undefined {
  const [best] = words.map((one) => ({ one, letters: distance(word, one) })).sort((a, b) => a.letters - b.letters)
  return best && best.letters <= 2 ? best.one : undefined
}
