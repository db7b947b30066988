import { en, type Texts } from './en/en'
import { zh } from './zh/zh'

export const LANGUAGES = { en, zh } satisfies Record<string, Texts>

export type Language = keyof typeof LANGUAGES

/** Chinese where the environment asks for it (LC_ALL, LC_MESSAGES, LANG, in this order), else English. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  const wanted = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return /^zh/i.test(wanted) ? 'zh' : 'en'
}
