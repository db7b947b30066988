import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { jsonRequest } from '../../server/test-support/json-request'

export interface NodeService {
  child: ChildProcess
  port: number
  /** What it has printed so far, line by line. */
  lines: string[]
  /** Resolves with its exit code, or the signal that has ended it. */
  ended: Promise<number | NodeJS.Signals | null>
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ServiceAnswer>
}

export interface ServiceAnswer {
  status: number
  json: Record<string, unknown>
}

/**
 * Runs a built token service with plain Node, in a folder, with no environment but this, and waits until it is ready.
 * @throws {Error} with what it has printed, where it ends before that
 */
export async function startNodeService(
  file: string,
  { cwd, env, uid, gid }: { cwd: string; env: Record<string, string>; uid?: number; gid?: number },
): Promise<NodeService> {
  const user = { ...(uid !== undefined && { uid }), ...(gid !== undefined && { gid }) }
  const child = spawn(process.execPath, [file], { cwd, env, ...user, stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal)),
  )
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        const ready = /"event":"ready","port":(\d+)/.exec(line)
        if (ready) resolve(Number(ready[1]))
      })
    }
    void ended.then((how) => reject(new Error([`The token service ended with ${how}:`, ...lines].join('\n'))))
  })
  return {
    child,
    port,
    lines,
    ended,
    async call(method, path, body, headers = {}) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, jsonRequest(method, body, headers))
      const text = await response.text()
      return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
    },
  }
}
