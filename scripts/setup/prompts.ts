import type { Readable, Writable } from 'node:stream'
import { confirm, isCancel, password, select, text } from '@clack/prompts'

/** Ctrl-C at a question. */
export class Canceled extends Error {}

/** What setup asks of whoever sits at the terminal. Everything rejects with Canceled on Ctrl-C. */
export interface Prompts {
  /** @param check says what is wrong with an answer */
  text(message: string, initial: string, check: (value: string) => string | undefined): Promise<string>
  /** What is typed is not shown. */
  secret(message: string, check: (value: string) => string | undefined): Promise<string>
  choose<T extends string>(message: string, choices: { value: T; label: string }[], initial: T): Promise<T>
  confirm(message: string, initial: boolean): Promise<boolean>
}

/** At a terminal, by clack. */
export function terminalPrompts(input: Readable, output: Writable, words: { yes: string; no: string }): Prompts {
  const at = { input, output }
  return {
    text: async (message, initial, check) =>
      answer(await text({ ...at, message, initialValue: initial, validate: (value) => check(value ?? '') })) ?? '',
    secret: async (message, check) =>
      answer(await password({ ...at, message, validate: (value) => check(value ?? '') })) ?? '',
    async choose<T extends string>(message: string, choices: { value: T; label: string }[], initial: T) {
      // Clack's type of an option hangs on what T turns out to be.
      const options = choices as Parameters<typeof select<string>>[0]['options']
      return answer(await select<string>({ ...at, message, options, initialValue: initial })) as T
    },
    confirm: async (message, initial) =>
      answer(await confirm({ ...at, message, initialValue: initial, active: words.yes, inactive: words.no })),
  }
}

function answer<T>(value: T): Exclude<T, symbol> {
  if (isCancel(value)) throw new Canceled()
  return value as Exclude<T, symbol>
}
