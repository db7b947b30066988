import type { Texts } from './zh'

/** The texts that take no values: what a page hands to its WXML, which can hold no functions. */
export type StaticTexts = { [K in keyof Texts as Texts[K] extends string ? K : never]: string }

export function staticTexts(t: Texts): StaticTexts {
  const texts: Record<string, string> = {}
  for (const [name, text] of Object.entries(t)) if (typeof text === 'string') texts[name] = text
  return texts as StaticTexts
}
