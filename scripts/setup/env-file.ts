import { parseEnv } from 'node:util'

/**
 * Settings as a file of lines `NAME=value`: `.dev.vars` for wrangler, `.env` for Node and for containers. Those three read
 * quotes, `#`, `$` and line ends each in a way of its own, so that none of them may stand in a value here.
 */

/** Reads what a file says; later lines win. */
export function readEnvFile(text: string): Record<string, string> {
  // Node has null for names that are there without a value.
  return Object.fromEntries(Object.entries(parseEnv(text)).map(([name, value]) => [name, value ?? '']))
}

/** Why a value cannot be written, or undefined where it can. */
export function unwritable(value: string): string | undefined {
  if (/[\r\n]/.test(value)) return 'must be one line; \\n can stand for a line end in JWT_KEY'
  if (value !== value.trim()) return 'must not begin or end with a space'
  const [odd] = /[#$'"`]/.exec(value) ?? []
  return odd === undefined ? undefined : `must not have ${odd}, which wrangler, Node and Docker read differently`
}

/**
 * The file with these values: a line that there is changes in its place, a new one comes at the end. Everything else,
 * comments and foreign names, stays as it is.
 * @param values undefined takes a line away
 */
export function withValues(text: string, values: Readonly<Record<string, string | undefined>>): string {
  const left = new Map(Object.entries(values))
  const lines = text.split('\n').flatMap((line) => {
    const name = /^\s*(?:export\s+)?(\w+)\s*=/.exec(line)?.[1]
    if (name === undefined || !Object.hasOwn(values, name)) return [line]
    const value = values[name]
    // Of several lines of one name the first stays.
    const first = left.delete(name)
    return first && value !== undefined ? [`${name}=${value}`] : []
  })
  const added = [...left].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
  if (added.length === 0) return lines.join('\n')
  const whole = lines.join('\n')
  return `${whole}${whole === '' || whole.endsWith('\n') ? '' : '\n'}${added.join('\n')}\n`
}
