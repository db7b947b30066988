import { readSettings } from '../../server/settings/settings'
import { isFree } from './ports'

/** As in server/node/main.ts. */
const DEFAULT_PORT = 9000

/** What keeps `npm run serve` from starting with this environment: a line each, and no value in any of them. */
export async function serveMistakes(env: NodeJS.ProcessEnv): Promise<string[]> {
  const result = readSettings(env, (name) => `set the environment variable ${name}`)
  return [...('mistakes' in result ? result.mistakes : []), ...(await portMistakes(env))]
}

async function portMistakes({ PORT, HOST }: NodeJS.ProcessEnv): Promise<string[]> {
  const port = PORT === undefined || PORT === '' ? DEFAULT_PORT : Number(PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    return [`PORT must be a number from 0 to 65535, not "${PORT}".`]
  try {
    if (await isFree(port, HOST)) return []
  } catch (error) {
    return [(error as Error).message]
  }
  return [`Port ${port} is in use: stop what listens there, or set PORT to another one`]
}
