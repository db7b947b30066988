import { existsSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import type { SettingsSource } from '../../doctor/settings-source'
import type { Texts } from '../../doctor/texts/en/en'
import { placeOnWorkers } from '../../server/settings/settings'
import { readEnvFile } from '../setup/env-file'
import { urlOf } from '../stack/addresses'
import { demoCallback, demoOffers, demoSettings } from '../stack/demo-settings'

export interface SourceOptions {
  projectRoot: string
  /** The user's folder: relative paths begin there. */
  folder: string
  envFile: string | undefined
  emulator: boolean
  env: NodeJS.ProcessEnv
  texts: Texts
}

/** A file of settings that cannot be read. */
export class SourceError extends Error {}

/**
 * Where the settings come from: the file that is named; else the emulator's demo account, where that is wanted; else
 * .dev.vars, where there is one; else the environment. With both, the file counts over the demo account.
 * @throws {SourceError}
 */
export async function settingsSource(options: SourceOptions): Promise<SettingsSource> {
  const { projectRoot, folder, envFile, emulator, env, texts } = options
  if (emulator) {
    const name = texts.report.fromEmulator(urlOf('emulator', env))
    const file = envFile === undefined ? undefined : readFile(resolve(folder, envFile))
    const { url, key } = demoCallback(urlOf('service', env))
    const demo = { ...demoSettings(urlOf('emulator', env)), ...demoOffers() }
    return {
      env: { ...demo, VOD_CALLBACK_URL: url, VOD_CALLBACK_KEY: key, ...file },
      name: envFile === undefined ? name : texts.report.fromFileOver(envFile, name),
      placeOf: () => (envFile === undefined ? texts.report.setInSomeFile : texts.report.setInFile(envFile)),
      accessKeyPlace: 'settings',
    }
  }
  const path = envFile === undefined ? join(projectRoot, '.dev.vars') : resolve(folder, envFile)
  if (envFile === undefined && !existsSync(path)) {
    return {
      env,
      name: texts.report.fromEnvironment,
      hint: texts.report.emulatorHint,
      placeOf: texts.report.setVariable,
      accessKeyPlace: 'elsewhere',
    }
  }
  const fromHere = relative(folder, path)
  const shown = fromHere.startsWith('..') ? path : fromHere
  const settings = readFile(path)
  // Of a Worker: its file has the secrets, and wrangler.toml the rest.
  if (basename(path).startsWith('.dev.vars')) {
    return {
      env: { ...(await varsOfWorker(projectRoot)), ...settings },
      name: texts.report.fromWorker(shown),
      placeOf: placeOnWorkers,
      accessKeyPlace: 'settings',
    }
  }
  return {
    env: settings,
    name: shown,
    placeOf: () => texts.report.setInFile(shown),
    accessKeyPlace: 'elsewhere',
  }
}

function readFile(path: string): Record<string, string> {
  try {
    return readEnvFile(readFileSync(path, 'utf8'))
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw new SourceError(`${path} cannot be read (${code ?? message}).`)
  }
}

/** Loaded only here: wrangler takes a second. */
async function varsOfWorker(projectRoot: string): Promise<Record<string, unknown>> {
  const { unstable_readConfig } = await import('wrangler')
  return unstable_readConfig({ config: join(projectRoot, 'wrangler.toml') }).vars
}
