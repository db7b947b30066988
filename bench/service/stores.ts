import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { unstable_dev } from 'wrangler'
import { projectRoot } from '../../scripts/project-root'
import { bundleForNode } from '../../scripts/stack/bundle-for-node'
import { demoSettings } from '../../scripts/stack/demo-settings'
import { wranglerEnvironment } from '../../scripts/stack/wrangler'
import { freePorts } from '../../scripts/test-support/stack'
import { postgresBinaries, startPostgres } from '../../server/test-support/postgres-server'
import { median } from '../median'
import { httpRequest, type LoadResult, load } from './load'
import { node, nodeService, sessionOf } from './subjects'

const ROUND_SECONDS = 2
const CONNECTIONS = 12
const USERS = 200

interface Store {
  name: string
  /** Of its processes. */
  ports: number[]
}

const CALLS = ['POST /uploads', 'GET /videos'] as const
type Runs = Record<(typeof CALLS)[number], LoadResult[]>

/**
 * Measures what makes and what lists videos, on each database, one after the other in each round. All share this machine,
 * so that ratios count, and three processes have no more cores than one. Prints a table, and last a line of JSON. False
 * where a call has failed.
 */
export async function measureStores(rounds: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-stores-'))
  const running: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })]
  const stopAll = async () => {
    // What fails to end does not keep the others from it.
    for (const stop of running.splice(0).reverse()) await stop().catch((error: unknown) => console.error(error))
  }
  // PostgreSQL would live on: it is in a group of its own.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void stopAll().then(() => process.exit(1)))
  try {
    const [upstreamPort = 0] = await freePorts(1)
    const upstream = await node('bench/service/upstream.ts', { PORT: String(upstreamPort) }, /^ready/)
    running.push(() => upstream.stop())
    const env: Record<string, string> = {
      ...demoSettings(`http://127.0.0.1:${upstreamPort}`),
      // Only the speed is of interest, not the limits.
      CALLS_PER_MINUTE_USER: '1000000',
      CALLS_PER_MINUTE_ADDRESS: '1000000',
      DAILY_UPLOADS: '1000000',
      DAILY_BYTES: String(Number.MAX_SAFE_INTEGER),
    }
    await bundleForNode(projectRoot, join(folder, 'node'))
    const stores: Store[] = []
    const onNode = async (name: string, databases: string[]) => {
      const ports = await freePorts(databases.length)
      for (const [i, DATABASE] of databases.entries()) {
        const process = await nodeService(folder, { ...env, DATABASE, PORT: String(ports[i]) })
        running.push(() => process.stop())
      }
      stores.push({ name, ports })
    }
    await onNode('SQLite, 1 process', [join(folder, 'one.sqlite')])
    await onNode('SQLite, 3 processes', Array(3).fill(join(folder, 'three.sqlite')))
    const binaries = postgresBinaries()
    if (!binaries) console.warn('PostgreSQL is left out: install Debian’s postgresql, or set POSTGRES_BIN.')
    for (const processes of binaries ? [1, 3] : []) {
      const server = await startPostgres(binaries as string)
      running.push(() => server.remove())
      const name = `PostgreSQL, ${processes} process${processes > 1 ? 'es' : ''}`
      await onNode(name, Array(processes).fill(server.url))
    }
    const d1 = await startD1(folder, env, running)
    stores.push({ name: 'D1, 1 process (wrangler dev)', ports: [d1.port] })

    const runs = new Map<Store, Runs>(stores.map((store) => [store, { 'POST /uploads': [], 'GET /videos': [] }]))
    const next = await requests(env.SESSION_KEY ?? '')
    // The first round is not counted: what has just started is slower than what it will be.
    for (let round = 0; round <= rounds; round++) {
      for (const store of stores) {
        for (const call of CALLS) {
          const result = await measure(store, next[call])
          if (round > 0) runs.get(store)?.[call].push(result)
        }
      }
    }
    return report(runs)
  } finally {
    await stopAll()
  }
}

/**
 * D1 as workerd has it, with its file in the folder; what `wrangler dev` puts in front of the Worker is measured, too, and
 * takes most of the time of a short call. One process and no more: D1 is one writer by its nature, and Cloudflare has all
 * isolates ask the same one.
 */
async function startD1(folder: string, env: Record<string, string>, running: (() => Promise<unknown>)[]) {
  const persist = join(folder, 'd1')
  const wrangler = join(projectRoot, 'node_modules/wrangler/bin/wrangler.js')
  const migrate = ['d1', 'migrations', 'apply', 'wevod', '--local', '--persist-to', persist]
  const migrating = promisify(execFile)(process.execPath, [wrangler, ...migrate], {
    cwd: projectRoot,
    env: { ...process.env, ...wranglerEnvironment },
  })
  // It would make the folder anew after it was removed.
  running.push(async () => {
    migrating.child.kill('SIGTERM')
    await migrating.catch(() => undefined)
  })
  await migrating
  const worker = await unstable_dev(join(projectRoot, 'server/worker/main.ts'), {
    config: await withoutLimiters(folder),
    vars: env,
    ip: '127.0.0.1',
    persistTo: persist,
    logLevel: 'none',
    experimental: { disableExperimentalWarning: true, disableDevRegistry: true },
  })
  running.push(() => worker.stop())
  return { port: worker.port }
}

/** wrangler.toml without Cloudflare's counters of calls, whose limits would end the load. */
async function withoutLimiters(folder: string): Promise<string> {
  const text = await readFile(join(projectRoot, 'wrangler.toml'), 'utf8')
  const file = join(folder, 'wrangler.toml')
  const absolute = text.replaceAll(/"(\.\/)?server\//g, `"${projectRoot}/server/`)
  await writeFile(file, absolute.replaceAll(/\[\[ratelimits\]\]\n(.+\n)+/g, ''))
  return file
}

/** Of many users by turns: what one user does is locked by user. */
async function requests(key: string): Promise<Record<(typeof CALLS)[number], () => Buffer>> {
  const users = await Promise.all(Array.from({ length: USERS }, (_, i) => sessionOf(`oBench${i}`, key)))
  const upload = JSON.stringify({ fileName: 'v.mp4', fileSize: 5, title: 'x' })
  let turn = 0
  const authorization = () => users[turn++ % USERS] as string
  return {
    'POST /uploads': () =>
      httpRequest('POST', '/uploads', { authorization: authorization(), 'content-type': 'application/json' }, upload),
    'GET /videos': () => httpRequest('GET', '/videos', { authorization: authorization() }),
  }
}

/** The load, spread over the processes evenly; p99 is that of the slowest. */
async function measure({ ports }: Store, next: () => Buffer): Promise<LoadResult> {
  const connections = CONNECTIONS / ports.length
  const results = await Promise.all(ports.map((port) => load({ port, next, connections, seconds: ROUND_SECONDS })))
  const sum = (of: (result: LoadResult) => number) => results.reduce((total, result) => total + of(result), 0)
  const most = (of: (result: LoadResult) => number) => Math.max(...results.map(of))
  return {
    requests: sum((result) => result.requests),
    errors: sum((result) => result.errors),
    rate: sum((result) => result.rate),
    p50: most((result) => result.p50),
    p99: most((result) => result.p99),
  }
}

function report(runs: Map<Store, Runs>): boolean {
  let failed = 0
  const [first] = runs.values()
  const summary: Record<string, Record<string, number>> = {}
  for (const call of CALLS) {
    console.log(call)
    const base = first?.[call] ?? []
    for (const [{ name }, { [call]: results }] of runs) {
      // Of the same round, within seconds of each other: what else the machine does changes from round to round.
      const rate = median(results.map((result, i) => result.rate / (base[i]?.rate ?? Number.NaN)))
      const p99 = median(results.map((result, i) => result.p99 / (base[i]?.p99 ?? Number.NaN)))
      const errors = results.reduce((total, result) => total + result.errors, 0)
      failed += errors
      const figures = `${median(results.map((result) => result.rate)).toFixed(0)} /s, ${rate.toFixed(2)} times`
      const slow = `p99 ${median(results.map((result) => result.p99)).toFixed(1)} ms, ${p99.toFixed(2)} times`
      console.log(
        `  ${name.padEnd(30)}${figures.padStart(22)}${slow.padStart(28)}${errors ? `  ${errors} ERRORS` : ''}`,
      )
      summary[name] = {
        ...summary[name],
        [`${call} rate`]: round(rate),
        [`${call} p99`]: round(p99),
        [`${call} errors`]: errors,
      }
    }
  }
  console.log(JSON.stringify(summary))
  return failed === 0
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
