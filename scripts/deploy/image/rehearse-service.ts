import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { DeployError } from '../deploy-error'

/** A process of the service, as its place would start it. */
export interface Rehearsed {
  command: readonly string[]
  cwd: string
  /** All that it gets. */
  env: Readonly<Record<string, string>>
  uid?: number
  gid?: number
}

/** Milliseconds after which it hangs, on a slow machine. */
const LIMIT_MS = 60_000
const PATHS = ['/healthz', '/readyz', '/openapi.json']

/**
 * Starts the service, asks whether it is there and ready, and ends it. It listens on loopback alone and, asked nothing
 * else, calls nobody.
 * @throws {DeployError} with what it has printed
 */
export async function rehearseService({ command, cwd, env, uid, gid }: Rehearsed): Promise<void> {
  const [program = '', ...args] = command
  const user = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) }
  const own = { PORT: '0', HOST: '127.0.0.1', ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' }
  const child = spawn(program, args, { cwd, env: { ...env, ...own }, ...user, stdio: ['ignore', 'pipe', 'pipe'] })
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
  const lines: string[] = []
  const ended = new Promise<number | string>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'nothing'))
  })
  const fail = (reason: string) => new DeployError([reason, ...lines].join('\n    '))
  try {
    const port = await new Promise<number>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          lines.push(line)
          const ready = /"event":"ready","port":(\d+)/.exec(line)
          if (ready) resolve(Number(ready[1]))
        })
      }
      void ended.then((how) => reject(fail(`The service ended with ${how} before it was ready:`)), reject)
    })
    for (const path of PATHS) {
      const { status } = await fetch(`http://127.0.0.1:${port}${path}`)
      if (status !== 200) throw fail(`${path} answers ${status}:`)
    }
    child.kill('SIGTERM')
    const how = await ended
    if (how !== 0) throw fail(`On SIGTERM the service ends with ${how}:`)
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
}
