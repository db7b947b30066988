import { SECRETS } from '../../server/settings/schema'
import type { Say } from '../terminal/language'

/** What becomes of each setting, a line each; of a secret only that it is there. */
export function describeSettings(
  file: string,
  existing: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string | undefined>>,
  say: Say,
): string {
  const names = Object.keys(values).filter((name) => values[name] !== undefined || existing[name] !== undefined)
  const width = Math.max(...names.map((name) => name.length))
  const lines = names.map((name) => {
    const value = values[name]
    if (value === undefined) return `  ${name.padEnd(width)}  ${say('(taken away)', '（移除）')}`
    const shown = isSecret(name, value) ? '••••••••' : value
    return `  ${name.padEnd(width)}  ${shown}${status(existing[name], value, say)}`
  })
  return [say(`Settings for ${file} and the mini program:`, `${file} 与小程序的设置：`), ...lines].join('\n')
}

/** A database's URL has its password in it. */
function isSecret(name: string, value: string): boolean {
  return SECRETS.has(name) || (name === 'DATABASE' && value.includes('://'))
}

function status(before: string | undefined, value: string, say: Say): string {
  if (before === undefined) return say('  (new)', '  （新）')
  return before === value ? '' : say('  (changed)', '  （更改）')
}
