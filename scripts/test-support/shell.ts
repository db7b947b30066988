import { type ChildProcess, spawn } from 'node:child_process'
import { type Ended, printed } from './run'

/** One command that goes on until it is told to end, as in a terminal. */
interface Running {
  child: ChildProcess
  ended: Promise<Ended>
  stdout(): string
}

/** A terminal in a folder, in which a user types commands. What goes on is ended when the next such is begun. */
export class Shell {
  readonly #cwd: string
  readonly #env: Record<string, string>
  #running: Running | undefined

  constructor(cwd: string, env: Record<string, string>) {
    this.#cwd = cwd
    this.#env = env
  }

  /** Runs a command to its end. Resolves with what it has printed; rejects with it where the command fails. */
  async run(command: string): Promise<string> {
    const { code, stdout, stderr } = await this.#spawn(command).ended
    if (code !== 0) throw new Error(`${command} ended with ${code}:\n${stdout}${stderr}`)
    return stdout
  }

  /** Begins a command that goes on, and waits until it prints this. */
  async begin(command: string, ready: RegExp): Promise<void> {
    await this.end()
    this.#running = this.#spawn(command)
    await printed(this.#running, ready)
  }

  /** Ctrl-C, where something goes on. */
  async end(): Promise<void> {
    const { child, ended } = this.#running ?? {}
    this.#running = undefined
    if (child?.pid === undefined || child.exitCode !== null) return
    // A terminal sends it to all processes of the command.
    process.kill(-child.pid, 'SIGINT')
    await ended
  }

  #spawn(command: string): Running {
    const child = spawn('/bin/sh', ['-c', command], {
      cwd: this.#cwd,
      env: { ...process.env, ...this.#env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })))
    return { child, ended, stdout: () => stdout }
  }
}
