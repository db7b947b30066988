import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { stripVTControlCharacters } from 'node:util'

export interface ChildOptions {
  /** What it is, for messages: `the token service`. */
  name: string
  /** Arguments of Node. */
  args: string[]
  cwd: string
  env?: NodeJS.ProcessEnv
  /** Looks for the line by which it says that it is ready. */
  ready: RegExp
  /** Milliseconds that it has to become ready. */
  limitMs?: number
  /** Gets each line it prints once it is ready. */
  onLine(line: string): void
}

export interface Child {
  pid: number
  /** Resolves with the exit code when it ends, by itself or not. */
  ended: Promise<number | null>
  /** Ends it and all it has started; resolves when they are gone. */
  stop(): Promise<void>
}

/** Milliseconds that a child has to become ready, on a slow machine. */
const START_LIMIT_MS = 60_000
/** Milliseconds after which a child that does not end on SIGTERM is killed. */
const STOP_LIMIT_MS = 5_000

/**
 * Starts a Node program and waits until it is ready.
 * @throws {Error} with what it has printed, where it does not become ready
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const child = spawn(process.execPath, options.args, {
    cwd: options.cwd,
    // A group of its own: Ctrl-C reaches it through stop(), in order, and stop() reaches all it has started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  try {
    await ready(child, ended, options)
  } catch (error) {
    await stop(child, ended)
    throw error
  }
  return { pid: child.pid as number, ended, stop: () => stop(child, ended) }
}

function ready(
  child: ChildProcess,
  ended: Promise<unknown>,
  { name, ready, onLine, limitMs = START_LIMIT_MS }: ChildOptions,
): Promise<void> {
  return new Promise((resolve, reject) => {
    /** What it says until it is ready: of interest only if it never is. */
    let output: string[] | undefined = []
    const fail = (reason: string) => reject(new Error([`${name} ${reason}:`, ...(output ?? [])].join('\n')))
    const timer = setTimeout(fail, limitMs, `was not ready after ${limitMs / 1000} s`)
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (text) => {
        const line = stripVTControlCharacters(text).trim()
        if (output && ready.test(line)) {
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
      fail('ended before it was ready')
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
