import { readNodeEnvironment } from '../../server/node/environment'
import { NO_ROLE } from '../../server/node/node-access-key'
import { roleKeys } from '../../server/node/role-keys'
import { readSettings } from '../../server/settings/settings'
import { isFree } from './ports'

/** What keeps `npm run serve` from starting with this environment: a line each, and no value of a secret in any of them. */
export async function serveMistakes(env: NodeJS.ProcessEnv): Promise<string[]> {
  const result = readSettings(env, (name) => `set the environment variable ${name}`, 'elsewhere')
  const told = readNodeEnvironment(env)
  return [
    ...('mistakes' in result ? result.mistakes : []),
    ...(await accessKeyMistakes(env)),
    ...('mistakes' in told ? told.mistakes : await portMistakes(told.environment)),
  ]
}

/** Where no key is set the machine has to have a role, which is asked once. */
async function accessKeyMistakes(env: NodeJS.ProcessEnv): Promise<string[]> {
  if (env.ALIBABA_CLOUD_ACCESS_KEY_ID !== undefined || env.ALIBABA_CLOUD_ACCESS_KEY_SECRET !== undefined) return []
  try {
    await roleKeys(Date.now)()
    return []
  } catch {
    return [`${NO_ROLE}: set the environment variable ALIBABA_CLOUD_ACCESS_KEY_ID`]
  }
}

async function portMistakes({ port, hostname }: { port: number; hostname: string }): Promise<string[]> {
  try {
    if (await isFree(port, hostname)) return []
  } catch (error) {
    return [(error as Error).message]
  }
  return [`Port ${port} is in use: stop what listens there, or set PORT to another one`]
}
