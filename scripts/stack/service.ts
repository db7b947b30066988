import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'
import { demoSettings } from './demo-settings'
import { wranglerEnvironment } from './wrangler'

export interface RunningService {
  url: string
  /** Resolves with the exit code when the service ends by itself. */
  ended: Promise<number | null>
  /** Ends wrangler and workerd; resolves when they are gone. */
  stop(): Promise<void>
}

export interface ServiceOptions {
  projectRoot: string
  /** Folder for the file with the settings. */
  directory: string
  port: number
  emulatorUrl: string
  onLine: (line: string) => void
}

/** Milliseconds that wrangler has for bundling and starting workerd, on a slow machine. */
const START_LIMIT_MS = 60_000
/** Milliseconds after which a service that does not end on SIGTERM is killed. */
const STOP_LIMIT_MS = 5_000

/**
 * Starts the token service on workerd with the emulator's demo account, and waits until it answers.
 * @throws {Error} with wrangler's output where it does not come up
 */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { projectRoot, directory, port, onLine } = options
  const settings = join(directory, 'service.env')
  const demo = demoSettings(options.emulatorUrl)
  await writeFile(settings, toEnvFile(demo), { mode: 0o600 })
  const wrangler = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js')
  const child = spawn(
    process.execPath,
    [
      ...[wrangler, 'dev', '--local', '--ip', '127.0.0.1', '--port', String(port), '--inspector-port', '0'],
      ...['--show-interactive-dev-session=false', '--env-file', settings],
      // Of the file, wrangler takes only what wrangler.toml names.
      ...['WECHAT_URL', 'STS_URL'].flatMap((name) => ['--var', `${name}:${demo[name]}`]),
    ],
    {
      cwd: projectRoot,
      // A group of its own: Ctrl-C reaches it through stop(), in order, and stop() reaches workerd too.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        ...wranglerEnvironment,
        WRANGLER_LOG_PATH: join(directory, 'logs'),
      },
    },
  )
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const url = `http://127.0.0.1:${port}`
  try {
    await ready(child, ended, onLine)
    const health = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(START_LIMIT_MS) })
    if (!health.ok) throw new Error(`The token service answers ${health.status}: ${await health.text()}`)
  } catch (error) {
    await stop(child, ended)
    throw error
  }
  return { url, ended, stop: () => stop(child, ended) }
}

/** Wrangler says "Ready on" when workerd listens. */
function ready(child: ChildProcess, ended: Promise<unknown>, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    /** What it says until it is ready: of interest only if it never is. */
    let output: string[] | undefined = []
    const fail = (reason: string) => reject(new Error([reason, ...(output ?? [])].join('\n')))
    const timer = setTimeout(fail, START_LIMIT_MS, `The token service was not ready after ${START_LIMIT_MS / 1000} s:`)
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (text) => {
        const line = stripVTControlCharacters(text).trim()
        if (/Ready on /.test(line)) {
          output = undefined
          clearTimeout(timer)
          resolve()
        } else if (output) output.push(line)
        else if (line !== '') onLine(line)
      })
    }
    child.once('error', reject)
    void ended.then(() => {
      clearTimeout(timer)
      fail('The token service ended before it was ready:')
    })
  })
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  signalGroup(child, 'SIGTERM')
  const killer = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_LIMIT_MS)
  await ended
  clearTimeout(killer)
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // The group is gone: that is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function toEnvFile(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}
