import type { Page } from './page'

/** Commands of npm that a page does not tell of, as code. */
export function untoldCommands(page: Page | undefined, names: Iterable<string>): string[] {
  const told = page?.codes.join('\n') ?? ''
  return [...names].filter((name) => !new RegExp(`npm (run )?${name}(?![\\w:-])`).test(told))
}

/** Codes that a page does not tell of, as code. */
export function untoldCodes(page: Page | undefined, codes: Iterable<string>): string[] {
  return [...codes].filter((code) => !page?.codes.includes(code))
}
