import { en } from './en'
import { type Texts, zh } from './zh'

export type { Texts } from './zh'

/** The texts for a language as WeChat names it (`zh_CN`, `zh_TW`, `en`, …): Chinese for Chinese, English for the rest. */
export function textsFor(language: string): Texts {
  return /^zh/i.test(language) ? zh : en
}
