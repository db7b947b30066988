import { join, relative } from 'node:path'
import { appIdOf, PROJECT_FILE, TOURIST_APPID, withAppId } from './app-id'
import type { Target } from './arguments'
import { withValues } from './env-file'
import { type FileChange, readIfThere } from './file-changes'
import { addressesOf, CONFIG_FILE, DEMO_CONFIG, quoted, withConfig } from './mini-program-config'

/** Settings of a target, in the project's folder. */
const ENV_FILES: Record<Target, string> = { workers: '.dev.vars', node: '.env' }

/** What the emulator's settings put aside are called: the next setup takes its values from there. */
export const ASIDE = '.aside'

/** Only the mini program has these. */
const OF_MINI_PROGRAM = ['SERVICE_URL', 'CLOUDRUN_SERVICE']

export function envFileOf(projectRoot: string, target: Target): string {
  return join(projectRoot, ENV_FILES[target])
}

/** What is set already: in the file, or in what `--emulator` has put aside. */
export function settingsText(envFile: string): string | undefined {
  return readIfThere(envFile) ?? readIfThere(envFile + ASIDE)
}

/** Where the mini program leads, for whoever does not want to say it again. */
export function addressKnown(projectRoot: string): string | undefined {
  const { serviceUrl, cloudRun } = addressesOf(readIfThere(join(projectRoot, CONFIG_FILE)) ?? '')
  return cloudRun || serviceUrl === undefined || isDemo(serviceUrl) ? undefined : serviceUrl
}

/**
 * All files as they shall be.
 * @param values by setting; undefined takes a setting away
 */
export function planFiles(
  projectRoot: string,
  envFile: string,
  values: Readonly<Record<string, string | undefined>>,
): FileChange[] {
  const before = readIfThere(envFile)
  const aside = readIfThere(envFile + ASIDE)
  const settings = Object.fromEntries(Object.entries(values).filter(([name]) => !OF_MINI_PROGRAM.includes(name)))
  const text = before ?? aside ?? head(projectRoot, envFile)
  return [
    { path: envFile, before, after: withValues(text, settings), secret: true, demo: false },
    // Its values are in the file again.
    { path: envFile + ASIDE, before: aside, after: undefined, secret: true, demo: before === undefined },
    ...miniProgramFiles(projectRoot, configOf(values), values.WECHAT_APPID),
  ]
}

/** Config and project file of the mini program; an AppID that is not known stays. */
export function miniProgramFiles(
  projectRoot: string,
  config: Readonly<Record<string, string | undefined>>,
  appId: string | undefined,
): FileChange[] {
  const configPath = join(projectRoot, CONFIG_FILE)
  const configBefore = readIfThere(configPath) ?? ''
  const { serviceUrl, cloudRun } = addressesOf(configBefore)
  const projectPath = join(projectRoot, PROJECT_FILE)
  const projectBefore = readIfThere(projectPath) ?? ''
  return [
    {
      path: configPath,
      before: configBefore,
      after: withConfig(configBefore, config),
      secret: false,
      demo: !cloudRun && serviceUrl !== undefined && isDemo(serviceUrl),
    },
    {
      path: projectPath,
      before: projectBefore,
      after: appId === undefined ? projectBefore : withAppId(projectBefore, appId),
      secret: false,
      demo: appIdOf(projectBefore) === TOURIST_APPID,
    },
  ]
}

function configOf(values: Readonly<Record<string, string | undefined>>) {
  const { LOGIN, SERVICE_URL, CBR_ENV_ID = '', CLOUDRUN_SERVICE = '' } = values
  const cloudRun = `{ env: ${quoted(CBR_ENV_ID)}, service: ${quoted(CLOUDRUN_SERVICE)} }`
  return {
    // With Cloud Run it counts for nothing; what stood there may be the emulator's.
    serviceUrl: quoted(SERVICE_URL ?? ''),
    vodUrl: 'undefined',
    cloudRun: LOGIN === 'cloudrun' ? cloudRun : undefined,
  }
}

const isDemo = (serviceUrl: string) => quoted(serviceUrl) === DEMO_CONFIG.serviceUrl

function head(projectRoot: string, envFile: string): string {
  return `# Settings and secrets of the token service, by "npm run setup": never commit ${relative(projectRoot, envFile)}.
# All others, with their defaults, stand in wrangler.toml; they can stand here, too.
`
}
