import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { readNodeEnvironment } from '../../server/node/environment'
import { isLoopback } from '../../server/settings/fields'
import { environmentSchema, SECRETS } from '../../server/settings/schema'
import { readSettings } from '../../server/settings/settings'
import { readEnvFile } from '../setup/env-file'
import type { Say } from '../terminal/language'
import type { Way } from './arguments'
import { DeployError } from './deploy-error'

export interface DeploySettings {
  /** Absolute. */
  file: string
  /** All that the file says, by name. */
  values: Readonly<Record<string, string>>
  /** Names of the service's own settings in it. */
  variables: string[]
  secrets: string[]
}

/** In the order in which they are looked for. */
const FILES: Record<Way, string[]> = {
  workers: ['.dev.vars'],
  container: ['.env', '.dev.vars'],
  fc: ['.env', '.dev.vars'],
  cloudrun: ['.env', '.dev.vars'],
}

/** What a process of Node is told besides; a test compares them with what it asks for. */
export const OF_NODE: readonly string[] = [
  ...['PORT', 'HOST', 'DATABASE', 'DATABASE_CONNECTIONS', 'TRUSTED_PROXIES', 'KEEP_ALIVE_SECONDS', 'DRAIN_SECONDS'],
  'RECONCILE',
]

/**
 * The settings to deploy with, checked as the service checks them.
 * @throws {DeployError} where there are none, or not all, or the emulator's
 */
export function deploySettings(projectRoot: string, way: Way, envFile: string | undefined, say: Say): DeploySettings {
  const found = FILES[way].map((name) => join(projectRoot, name)).find((path) => existsSync(path))
  const file = envFile ?? found
  if (file === undefined || !existsSync(file)) {
    const name = envFile ?? FILES[way].join(say(' and no ', '、'))
    const target = way === 'workers' ? 'workers' : 'node'
    throw new DeployError(
      say(
        `there is no ${name}: run "npm run setup -- --target ${target}" first, or name a file by --env-file`,
        `没有 ${name}：请先运行 npm run setup -- --target ${target}，或用 --env-file 指定文件`,
      ),
    )
  }
  const values = readEnvFile(readFileSync(file, 'utf8'))
  const place = say(`it belongs into ${relative(projectRoot, file)}`, `应写在 ${relative(projectRoot, file)} 中`)
  const settings = readSettings(values, () => place, way === 'workers' ? 'settings' : 'elsewhere')
  const told = way === 'workers' ? { mistakes: [] } : readNodeEnvironment(values)
  const mistakes = [
    ...('mistakes' in settings ? settings.mistakes : []),
    ...('mistakes' in told ? told.mistakes : []),
    ...emulatorsIn(values).map((name) => say(`${name} leads to this machine`, `${name} 指向本机（模拟器）`)),
  ]
  if (mistakes.length > 0) {
    const title = say('the settings are not ready', '设置尚不完整')
    throw new DeployError([`${title} (${relative(projectRoot, file)}):`, ...mistakes].join('\n  '))
  }
  const own = Object.keys(values).filter((name) => name in environmentSchema.entries)
  return {
    file,
    values,
    variables: own.filter((name) => !SECRETS.has(name)),
    secrets: own.filter((name) => SECRETS.has(name)),
  }
}

/** Names of the settings that a process of Node reads, the service's own and those of where it runs. */
export function namesForNode({ values, variables, secrets }: DeploySettings): string[] {
  return [...variables, ...secrets, ...OF_NODE.filter((name) => name in values)]
}

/** A value as it may be shown: only that of what is known to be no secret. */
export function shown(name: string, value: string): string {
  const known = name in environmentSchema.entries ? !SECRETS.has(name) : OF_NODE.includes(name)
  return known && !(name === 'DATABASE' && value.includes('://')) ? value : '••••••••'
}

/** Settings that lead to this machine: they are the emulator's. */
function emulatorsIn(values: Readonly<Record<string, string>>): string[] {
  return ['WECHAT_URL', 'STS_URL', 'VOD_URL'].filter((name) => {
    const value = values[name]
    return value !== undefined && isLoopback(value)
  })
}
