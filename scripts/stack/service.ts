import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Child, startChild } from './child'
import { demoCallback, demoOffers, demoSettings } from './demo-settings'
import { makeLocalDatabase } from './local-database'
import { wranglerEnvironment } from './wrangler'

export interface ServiceOptions {
  projectRoot: string
  /** Folder for its settings and logs. */
  directory: string
  port: number
  emulatorUrl: string
  onLine: (line: string) => void
}

/** Milliseconds for its first answer. */
const HEALTH_LIMIT_MS = 30_000

/**
 * Starts the token service on workerd with the emulator's demo account, and waits until it answers.
 * @throws {Error} with wrangler's output where it does not come up
 */
export async function startService(options: ServiceOptions): Promise<Child> {
  const { projectRoot, directory, port, onLine } = options
  const settings = join(directory, 'service.env')
  const demo = demoSettings(options.emulatorUrl)
  await writeFile(settings, toEnvFile(demo), { mode: 0o600 })
  // Public like everything of the demo account: it stands in the command line.
  const callback = demoCallback(`http://127.0.0.1:${port}`)
  const wrangler = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js')
  const database = join(directory, 'database')
  const env = { ...wranglerEnvironment, WRANGLER_LOG_PATH: join(directory, 'logs') }
  await makeLocalDatabase(database, { projectRoot, env })
  const service = await startChild({
    name: 'The token service',
    args: [
      ...[wrangler, 'dev', '--local', '--persist-to', database],
      ...['--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
      ...['--show-interactive-dev-session=false', '--env-file', settings],
      // Of the file, wrangler takes only what wrangler.toml names.
      ...['WECHAT_URL', 'STS_URL', 'VOD_URL'].flatMap((name) => ['--var', `${name}:${demo[name]}`]),
      ...Object.entries(demoOffers()).flatMap(([name, value]) => ['--var', `${name}:${value}`]),
      ...['--var', `VOD_CALLBACK_URL:${callback.url}`, '--var', `VOD_CALLBACK_KEY:${callback.key}`],
    ],
    cwd: projectRoot,
    env,
    ready: /Ready on /,
    onLine,
  })
  try {
    const url = `http://127.0.0.1:${port}/healthz`
    const health = await fetch(url, { signal: AbortSignal.timeout(HEALTH_LIMIT_MS) })
    if (!health.ok) throw new Error(`The token service answers ${health.status}: ${await health.text()}`)
    await setCallback(options.emulatorUrl, callback)
  } catch (error) {
    await service.stop()
    throw error
  }
  return service
}

/** Sets in the emulator where VOD's notifications go, as an operator sets it in VOD's console. */
async function setCallback(emulatorUrl: string, callback: { url: string; key: string }): Promise<void> {
  const response = await fetch(`${emulatorUrl}/_emulator/callback`, { method: 'PUT', body: JSON.stringify(callback) })
  if (!response.ok) throw new Error(`The emulator refuses the callback: ${await response.text()}`)
}

function toEnvFile(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
