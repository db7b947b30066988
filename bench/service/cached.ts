import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuMsOf } from '../cpu-time'
import { median } from '../median'
import { httpRequest, load } from './load'
import { startSubjects } from './subjects'

const ROUND_SECONDS = 1
const CONNECTIONS = 32

/**
 * Cached credentials beside a route that only verifies a JWT, and nothing else: by turns on workerd and on Node, round
 * after round. Besides the rates, CPU time of the server itself for a call, which a busy machine changes little.
 */
export async function measureCached(rounds: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-bench-'))
  const subjects = await startSubjects(folder)
  try {
    const request = httpRequest('POST', '/credentials', { authorization: await subjects.sessionOf('oCached') })
    const measure = async ({ port, pid }: { port: number; pid: number }) => {
      const before = await cpuMsOf(pid)
      const { rate, requests, errors } = await load({
        port,
        next: () => request,
        connections: CONNECTIONS,
        seconds: ROUND_SECONDS,
      })
      if (errors > 0) throw new Error(`${errors} requests failed`)
      return { rate, cpuUs: ((await cpuMsOf(pid)) - before) * (1000 / requests) }
    }
    for (const name of ['worker', 'node'] as const) {
      const { service, jwt, pid, jwtPid } = subjects[name]
      const runs: { jwt: Awaited<ReturnType<typeof measure>>; cached: Awaited<ReturnType<typeof measure>> }[] = []
      // The first round is not counted: what has just started is slower than what it will be.
      for (let round = 0; round <= rounds; round++) {
        const run = { jwt: await measure({ port: jwt, pid: jwtPid }), cached: await measure({ port: service, pid }) }
        if (round > 0) runs.push(run)
      }
      const of = (value: (run: (typeof runs)[number]) => number) => median(runs.map(value))
      const rates = `${of((run) => run.cached.rate).toFixed(0)} of ${of((run) => run.jwt.rate).toFixed(0)} a second`
      const cpu = `CPU ${of((run) => run.cached.cpuUs).toFixed(0)} and ${of((run) => run.jwt.cpuUs).toFixed(0)} µs a call`
      const ratios = [of((run) => run.cached.rate / run.jwt.rate), of((run) => run.jwt.cpuUs / run.cached.cpuUs)]
      console.log(`${name.padEnd(8)}${rates}, ratio ${ratios[0]?.toFixed(2)}; ${cpu}, ratio ${ratios[1]?.toFixed(2)}`)
    }
    return true
  } finally {
    await subjects.stop()
    await rm(folder, { recursive: true })
  }
}
