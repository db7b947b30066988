import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureWorker } from '../worker'
import { httpRequest, type LoadResult, load } from './load'
import { residentMegabytes, type Subjects, startSubjects } from './subjects'

const ROUNDS = 7
const ROUND_SECONDS = 2
const CONNECTIONS = 32
const SATURATION_SECONDS = 60
const SATURATION_USERS = 1000
/** Sessions of users who have no credentials yet: more than all rounds together can use. */
const FRESH_USERS = 60_000

/** Promises of the service; all else is for information. */
const LEAST_CACHED_VS_JWT = 0.85
/** Megabytes by which memory may differ between the second quarter of the saturation and its end. */
const FLAT_MB = 16

type Row = 'jwt' | 'cached' | 'session' | 'uncached'
const ROWS: Record<Row, string> = {
  jwt: 'a route that only verifies a JWT',
  cached: 'POST /credentials, cached',
  session: 'POST /session',
  uncached: 'POST /credentials, uncached',
}

/**
 * Measures the token service on workerd and on Node, side by side, under load from this process; all share this
 * machine, so ratios count, not figures. Prints a table, and last a line of JSON. False where a promise is broken.
 */
export async function measureService(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-bench-'))
  let subjects: Subjects | undefined
  try {
    const [bundle, startup, startupCpu] = await measureWorker()
    subjects = await startSubjects(folder)
    const assumeRoleCallsFor50Parallel = await askInParallel(subjects)
    const results = await measureRounds(subjects)
    const saturation = await saturate(subjects)

    console.log(`${'requests a second, p50, p99'.padEnd(36)}${'Worker'.padStart(30)}${'Node'.padStart(30)}`)
    for (const row of Object.keys(ROWS) as Row[]) {
      console.log(ROWS[row].padEnd(36) + cell(results.worker[row]) + cell(results.node[row]))
    }
    const summary = {
      cachedVsJwtOnly: results.cachedVsJwtOnly,
      workerCachedRps: Math.round(results.worker.cached.rate),
      nodeCachedRps: Math.round(results.node.cached.rate),
      uncachedRps: Math.round(results.worker.uncached.rate),
      assumeRoleCallsFor50Parallel,
      errorsAtSaturation: saturation.errors,
      gzipKiB: bundle?.value ?? Number.NaN,
      startupCpuToBareHono: startup?.value ?? Number.NaN,
      startupCpuMs: startupCpu?.value ?? Number.NaN,
    }
    const promises: [name: string, kept: boolean][] = [
      [
        `cached credentials at ${summary.cachedVsJwtOnly} of a bare JWT route, at least ${LEAST_CACHED_VS_JWT}`,
        summary.cachedVsJwtOnly >= LEAST_CACHED_VS_JWT,
      ],
      [
        `${assumeRoleCallsFor50Parallel} AssumeRole for 50 calls of a user at once, at most 1`,
        assumeRoleCallsFor50Parallel === 1,
      ],
      [
        `${saturation.assumeRoleCalls} AssumeRole for ${SATURATION_USERS} users in ${SATURATION_SECONDS} s and ${saturation.requests} calls, at most ${SATURATION_USERS}`,
        saturation.assumeRoleCalls <= SATURATION_USERS,
      ],
      [
        `${saturation.errors} errors in ${SATURATION_SECONDS} s at saturation, ${Math.round(saturation.rate)} a second`,
        saturation.errors === 0,
      ],
      [
        `memory ${saturation.memory.map((mb) => mb.toFixed(0)).join(' → ')} MB, flat within ${FLAT_MB} MB after its first quarter`,
        isFlat(saturation.memory),
      ],
      ...[bundle, startup].flatMap((figure): [string, boolean][] =>
        figure
          ? [
              [
                `${figure.name}: ${figure.value.toFixed(1)} ${figure.unit}, at most ${figure.limit}`,
                figure.value <= (figure.limit ?? 0),
              ],
            ]
          : [],
      ),
    ]
    for (const [name, kept] of promises) console.log(`${kept ? 'kept  ' : 'BROKEN'}  ${name}`)
    console.log(JSON.stringify(summary))
    return promises.every(([, kept]) => kept)
  } finally {
    await subjects?.stop()
    await rm(folder, { recursive: true })
  }
}

/** 50 calls of one user at the same moment, of whom nobody has heard before. */
async function askInParallel({ worker, sessionOf, assumeRoleCalls }: Subjects): Promise<number> {
  const before = await assumeRoleCalls()
  const headers = { authorization: await sessionOf('oParallel') }
  const ask = () => fetch(`http://127.0.0.1:${worker.service}/credentials`, { method: 'POST', headers })
  const statuses = (await Promise.all(Array.from({ length: 50 }, ask))).map(({ status }) => status)
  if (statuses.some((status) => status !== 200)) throw new Error(`50 calls at once: ${statuses.join(' ')}`)
  return (await assumeRoleCalls()) - before
}

/** Every row in every round, one after the other, so that what disturbs the machine disturbs all of them. */
async function measureRounds({ worker, node, sessionOf }: Subjects) {
  const authorization = await sessionOf('oCached')
  const cached = httpRequest('POST', '/credentials', { authorization })
  const fresh: Buffer[] = []
  for (let i = 0; i < FRESH_USERS; i++) {
    fresh.push(httpRequest('POST', '/credentials', { authorization: await sessionOf(`oFresh${i}`) }))
  }
  /** Places in `fresh`, of each runtime. */
  const used = { worker: 0, node: 0 }
  let codes = 0
  const login = () =>
    httpRequest('POST', '/session', { 'content-type': 'application/json' }, JSON.stringify({ code: `code${codes++}` }))
  const runs = { worker: emptyRuns(), node: emptyRuns() }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, ports] of [
      ['worker', worker],
      ['node', node],
    ] as const) {
      const nextFresh = () => {
        const request = fresh[used[name]++]
        if (!request) throw new Error('There are no fresh users left: the machine is faster than expected.')
        return request
      }
      const run = (port: number, next: () => Buffer) =>
        load({ port, next, connections: CONNECTIONS, seconds: ROUND_SECONDS })
      runs[name].jwt.push(await run(ports.jwt, () => cached))
      runs[name].cached.push(await run(ports.service, () => cached))
      runs[name].session.push(await run(ports.service, login))
      runs[name].uncached.push(await run(ports.service, nextFresh))
    }
  }
  const ratios = runs.worker.cached.map(({ rate }, round) => rate / (runs.worker.jwt[round]?.rate ?? Number.NaN))
  return {
    worker: medians(runs.worker),
    node: medians(runs.node),
    // Of the same round, within seconds of each other: what else the machine does changes from round to round.
    cachedVsJwtOnly: Math.round((ratios.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN) * 100) / 100,
  }
}

/** All users again and again, for a minute, as fast as it goes. */
async function saturate({ worker, sessionOf, assumeRoleCalls }: Subjects) {
  const before = await assumeRoleCalls()
  const requests: Buffer[] = []
  for (let i = 0; i < SATURATION_USERS; i++) {
    requests.push(httpRequest('POST', '/credentials', { authorization: await sessionOf(`oSaturation${i}`) }))
  }
  let next = 0
  const memory: number[] = []
  const sample = async () => memory.push(await residentMegabytes(worker.pid))
  const timer = setInterval(() => void sample(), (SATURATION_SECONDS * 1000) / 8)
  const result = await load({
    port: worker.service,
    next: () => requests[next++ % SATURATION_USERS] as Buffer,
    connections: CONNECTIONS,
    seconds: SATURATION_SECONDS,
  })
  clearInterval(timer)
  await sample()
  return { ...result, memory, assumeRoleCalls: (await assumeRoleCalls()) - before }
}

function isFlat(memory: number[]): boolean {
  const settled = memory.slice(2)
  return Math.max(...settled) - Math.min(...settled) <= FLAT_MB
}

const emptyRuns = (): Record<Row, LoadResult[]> => ({ jwt: [], cached: [], session: [], uncached: [] })

/** The round in the middle, by its rate. Errors of all rounds count. */
function medians(runs: Record<Row, LoadResult[]>): Record<Row, LoadResult> {
  const median = (row: Row) => {
    const sorted = runs[row].toSorted((a, b) => a.rate - b.rate)
    const errors = sorted.reduce((sum, run) => sum + run.errors, 0)
    if (errors > 0) throw new Error(`${ROWS[row]}: ${errors} requests failed`)
    return sorted[sorted.length >> 1] as LoadResult
  }
  return { jwt: median('jwt'), cached: median('cached'), session: median('session'), uncached: median('uncached') }
}

function cell({ rate, p50, p99 }: LoadResult): string {
  return `${rate.toFixed(0)} /s  ${p50.toFixed(1)} ms  ${p99.toFixed(1)} ms`.padStart(30)
}
