import { parseSync } from 'oxc-parser'

/** miniprogram/config.ts, in the project. */
export const CONFIG_FILE = 'miniprogram/config.ts'

/** The demo's, as they stand in the repository. */
export const DEMO_CONFIG = {
  serviceUrl: "'http://127.0.0.1:8787'",
  vodUrl: "'http://127.0.0.1:8788'",
  cloudRun: undefined,
} as const

/** Properties of the mini program's config as TypeScript has them; undefined: it has none of that name. */
export type ConfigValues = Readonly<Record<string, string | undefined>>

/** A config that is not the object of plain properties that it was: nothing is written then. */
export class ConfigError extends Error {}

interface Place {
  name: string
  /** Of the whole property, and of its value. */
  start: number
  end: number
  valueStart: number
}

/**
 * The values of the config, each as it stands in the source.
 * @throws {ConfigError}
 */
export function readConfig(source: string): Record<string, string> {
  return Object.fromEntries(places(source).map(({ name, valueStart, end }) => [name, source.slice(valueStart, end)]))
}

/**
 * The source with other values. Whatever is not named stays as it is, so that the values it had make the source it was.
 * A new property comes after the addresses.
 * @throws {ConfigError}
 */
export function withConfig(source: string, values: ConfigValues): string {
  let changed = source
  for (const [name, value] of Object.entries(values)) {
    const all = places(changed)
    const place = all.find((one) => one.name === name)
    if (place && value !== undefined) {
      changed = changed.slice(0, place.valueStart) + value + changed.slice(place.end)
    } else if (place) {
      const lineStart = changed.lastIndexOf('\n', place.start) + 1
      changed = changed.slice(0, lineStart) + changed.slice(changed.indexOf('\n', place.end) + 1)
    } else if (value !== undefined) {
      const after = all.find((one) => one.name === 'vodUrl') ?? all.at(-1)
      if (!after) throw new ConfigError(`${CONFIG_FILE}: its config has no properties`)
      const lineEnd = changed.indexOf('\n', after.end) + 1
      changed = `${changed.slice(0, lineEnd)}  ${name}: ${value},\n${changed.slice(lineEnd)}`
    }
  }
  return changed
}

/** Text as the sources of this project write it. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

/** The service and VOD that a config names, where they are texts. */
export function addressesOf(source: string): { serviceUrl?: string; vodUrl?: string; cloudRun: boolean } {
  const { serviceUrl, vodUrl, cloudRun } = readConfig(source)
  const text = (value: string | undefined) => /^(['"`])(.*)\1$/.exec(value ?? '')?.[2]
  const [service, vod] = [text(serviceUrl), text(vodUrl)]
  return {
    ...(service !== undefined && { serviceUrl: service }),
    ...(vod !== undefined && { vodUrl: vod }),
    cloudRun: cloudRun !== undefined && cloudRun !== 'undefined',
  }
}

/** Name of the service on Cloud Run, where the config leads there. */
export function cloudRunServiceIn(source: string): string | undefined {
  return /\bservice: '([^']+)'/.exec(readConfig(source).cloudRun ?? '')?.[1]
}

function places(source: string): Place[] {
  const { program, errors } = parseSync('config.ts', source)
  const [mistake] = errors
  if (mistake) throw new ConfigError(`${CONFIG_FILE} is no TypeScript: ${mistake.message}`)
  for (const statement of program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration?.type !== 'VariableDeclaration') continue
    const [declared] = statement.declaration.declarations
    if (declared?.id.type !== 'Identifier' || declared.id.name !== 'config') continue
    if (declared.init?.type !== 'ObjectExpression') break
    return declared.init.properties.flatMap((property) => {
      if (property.type !== 'Property' || property.key.type !== 'Identifier') return []
      const { key, value, start, end } = property
      return [{ name: key.name, start, end, valueStart: value.start }]
    })
  }
  throw new ConfigError(`${CONFIG_FILE} does not say "export const config: Config = {…}" any more`)
}
