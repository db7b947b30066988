import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import packageJson from '../../package.json' with { type: 'json' }

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts one of package.json's scripts, `exec node …`, as `npm run` does, but without npm in between. */
export function spawnScript(
  name:
    | 'start'
    | 'upload'
    | 'doctor'
    | 'setup'
    | 'deploy'
    | 'serve'
    | 'build'
    | 'migrate'
    | 'vendor-sdk'
    | 'pack:uploader'
    | 'upload:wechat',
  args: string[] = [],
  env: NodeJS.ProcessEnv = {},
) {
  const [, , ...nodeArgs] = packageJson.scripts[name].split(' ')
  return spawnCommand(process.execPath, [...nodeArgs, ...args], env)
}

/** Starts a command in the project's folder and keeps what it prints. */
export function spawnCommand(command: string, args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(command, args, {
    cwd: projectRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
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

/** Resolves once the process has printed what `pattern` looks for; rejects with its output when it ends before. */
export function printed(running: { child: ChildProcess; ended: Promise<Ended>; stdout(): string }, pattern: RegExp) {
  return new Promise<RegExpExecArray>((resolve, reject) => {
    const look = () => {
      const match = pattern.exec(running.stdout())
      if (match) resolve(match)
    }
    running.child.stdout?.on('data', look)
    look()
    void running.ended.then(({ code, stdout, stderr }) =>
      reject(new Error(`It ended with ${code} before it printed ${pattern}:\n${stdout}${stderr}`)),
    )
  })
}
