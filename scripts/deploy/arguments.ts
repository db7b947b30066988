import { resolve } from 'node:path'
import { languageFlag, oneOf, parseFlags, UsageError } from '../terminal/flags'
import type { Language } from '../terminal/language'

export const WAYS = ['workers', 'container', 'fc', 'cloudrun'] as const
/** Where the token service goes. */
export type Way = (typeof WAYS)[number]

/** Flags that belong to some ways alone. */
const OF_WAYS: Readonly<Record<string, readonly Way[]>> = {
  image: ['container', 'fc'],
  push: ['container'],
  engine: ['container'],
  port: ['container'],
  'npm-registry': ['container'],
  'node-image': ['container'],
  region: ['fc'],
  service: ['cloudrun'],
}

export interface DeployArguments {
  way: Way
  language: Language
  dryRun: boolean
  /** Nothing is asked. */
  yes: boolean
  /** Absolute; undefined: the one of the way. */
  envFile: string | undefined
  /** Where the service can be reached afterwards. */
  url: string | undefined
  image: string | undefined
  /** The image goes to its registry, instead of being run on this machine. */
  push: boolean
  engine: 'docker' | 'podman' | undefined
  /** Of this machine. */
  port: number
  npmRegistry: string | undefined
  nodeImage: string | undefined
  region: string | undefined
  service: string | undefined
}

/** @throws {UsageError} */
export function readArguments(args: string[], cwd: string, env: NodeJS.ProcessEnv): DeployArguments | Language {
  const { values, positionals } = parseFlags(args, {
    help: { type: 'boolean', short: 'h' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
    lang: { type: 'string' },
    'env-file': { type: 'string' },
    url: { type: 'string' },
    image: { type: 'string' },
    push: { type: 'boolean' },
    engine: { type: 'string' },
    port: { type: 'string' },
    'npm-registry': { type: 'string' },
    'node-image': { type: 'string' },
    region: { type: 'string' },
    service: { type: 'string' },
  })
  const language = languageFlag(values.lang, env)
  if (values.help) return language
  const [word, more] = positionals
  if (word === undefined) throw new UsageError(`Where to? npm run deploy -- ${WAYS.join('|')}`)
  if (more !== undefined) throw new UsageError(`One way at a time: "${more}" is one too many.`)
  const way = oneOf('deploy', word, WAYS)
  for (const [flag, ways] of Object.entries(OF_WAYS)) {
    if (flag in values && !ways.includes(way))
      throw new UsageError(`--${flag} is for ${ways.join(' and ')}, not for ${way}.`)
  }
  if (values.push && values.image === undefined) {
    throw new UsageError('--push needs --image, with the registry: registry.example/wevod:1')
  }
  if (values.url !== undefined && !/^https?:\/\/[^/]/.test(values.url)) throw new UsageError('--url must be https://…')
  const port = Number(values.port ?? 9000)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new UsageError('--port takes 1 to 65535.')
  return {
    ...{ way, language, port },
    dryRun: values['dry-run'] === true,
    yes: values.yes === true,
    envFile: values['env-file'] === undefined ? undefined : resolve(cwd, values['env-file']),
    url: values.url?.replace(/\/+$/, ''),
    image: values.image,
    push: values.push === true,
    engine: values.engine === undefined ? undefined : oneOf('--engine', values.engine, ['docker', 'podman']),
    npmRegistry: values['npm-registry'],
    nodeImage: values['node-image'],
    region: values.region,
    service: values.service,
  }
}
