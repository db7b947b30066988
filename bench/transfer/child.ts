import { spawnCommand } from '../../scripts/test-support/run'

/** A process that has failed, with what it said about it. */
export class ChildFailure extends Error {}

/** Runs a process to its end and returns the last line of its stdout. Rejects, too, where there is no such command. */
export async function runChild(command: string, args: readonly string[]): Promise<string> {
  const { child, ended } = spawnCommand(command, [...args])
  const missing = new Promise<never>((_, reject) => child.once('error', reject))
  const { code, stdout, stderr } = await Promise.race([ended, missing])
  if (code !== 0) throw new ChildFailure(`${command} ended with ${code}: ${stderr.trim()}`)
  return stdout.trimEnd().split('\n').at(-1) ?? ''
}
