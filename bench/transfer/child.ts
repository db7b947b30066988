import { spawn } from 'node:child_process'

/** A process that has failed, with what it said about it. */
export class ChildFailure extends Error {}

/** Runs a process to its end and returns the last line of its stdout. */
export async function runChild(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new ChildFailure(`${command} ended with ${code}: ${stderr.trim()}`)
  return stdout.trimEnd().split('\n').at(-1) ?? ''
}
