import { readFile } from 'node:fs/promises'

/** Of Linux on all common architectures: /proc counts CPU time in these. */
const TICKS_PER_SECOND = 100

/** CPU time that a process has used so far, user and system, milliseconds; Linux only. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name before the last bracket may hold anything; utime and stime are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000
}
