import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { DeployError } from './deploy-error'

export interface RunOptions {
  cwd?: string
  /** Besides the environment of the command. Secrets go this way, never in the arguments. */
  env?: Readonly<Record<string, string>>
  /** Its output is wanted, not shown. */
  quiet?: boolean
}

/** The programs of others that a deployment calls. */
export interface Programs {
  /** Where the shell would find it, or undefined. */
  find(name: string): string | undefined
  /** @returns how it has ended, and what it has printed to stdout and stderr */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<{ code: number; output: string }>
}

/** Programs of this machine. */
export function machinePrograms(environment: NodeJS.ProcessEnv): Programs {
  return {
    find(name) {
      const names = process.platform === 'win32' ? [`${name}.cmd`, `${name}.exe`] : [name]
      const folders = (environment.PATH ?? '').split(delimiter)
      return folders.flatMap((folder) => names.map((one) => join(folder, one))).find(isExecutable)
    },
    run: (program, args, { cwd, env = {}, quiet = false } = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(program, args, {
          ...(cwd !== undefined && { cwd }),
          env: { ...environment, ...env },
          stdio: ['inherit', 'pipe', 'pipe'],
        })
        let output = ''
        for (const [stream, shown] of [
          [child.stdout, process.stdout],
          [child.stderr, process.stderr],
        ] as const) {
          stream.setEncoding('utf8').on('data', (text: string) => {
            output += text
            if (!quiet) shown.write(text)
          })
        }
        child.once('error', reject)
        child.once('close', (code) => resolve({ code: code ?? 1, output }))
      }),
  }
}

/** @throws {DeployError} where the program ends with anything but 0 */
export async function runOrFail(
  programs: Programs,
  program: string,
  args: readonly string[],
  options: RunOptions & { name: string },
): Promise<string> {
  const { code, output } = await programs.run(program, args, options)
  if (code === 0) return output
  throw new DeployError(`${options.name}: exit code ${code}${options.quiet ? `\n${output.trim()}` : ''}`)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
