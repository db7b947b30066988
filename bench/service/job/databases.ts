import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readD1Migrations } from '@cloudflare/vitest-plugin'
import { unstable_dev } from 'wrangler'
import { projectRoot } from '../../../scripts/project-root'
import { sqliteDatabase } from '../../../server/node/sqlite-database'
import { type Contents, fill } from './fill'
import { type Round, type RoundLimits, runRound } from './run-job'

const migrations = join(projectRoot, 'server/store/migrations')

/** Milliseconds between two looks at the loop; what it measures includes them. */
const RESOLUTION_MS = 1

export interface MeasuredRound extends Round {
  /** Longest time that nobody else could be served, milliseconds. */
  longestMs: number
}

/** A database of the bench. */
export interface BenchDatabase {
  name: string
  fill(contents: Contents): Promise<void>
  runRound(limits: RoundLimits): Promise<MeasuredRound>
  close(): Promise<void>
}

/** SQLite on this thread: what it holds up is the loop. */
export async function sqliteOf(folder: string, name: string): Promise<BenchDatabase> {
  const database = await sqliteDatabase(join(folder, `${name}.sqlite`), migrations)
  return {
    name,
    async fill(contents) {
      // Nothing is lost if it is: it can be filled again.
      await database.run({ sql: 'PRAGMA synchronous = OFF', values: [] })
      await fill(database, contents)
      await database.run({ sql: 'PRAGMA wal_checkpoint(TRUNCATE)', values: [] })
      await database.run({ sql: 'PRAGMA synchronous = NORMAL', values: [] })
    },
    async runRound(limits) {
      const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
      loop.enable()
      const round = await runRound(database, limits, () => {
        const { user, system } = process.cpuUsage()
        return (user + system) / 1000
      })
      loop.disable()
      return { ...round, longestMs: loop.max / 1e6 }
    },
    close() {
      database.close()
      return Promise.resolve()
    },
  }
}

/** D1 as workerd has it, with its file in the folder: its calls wait for one another, so what counts is the longest. */
export async function d1Of(folder: string, name: string): Promise<BenchDatabase> {
  const persistTo = join(folder, name)
  await mkdir(persistTo, { recursive: true })
  const worker = await unstable_dev(join(projectRoot, 'bench/service/job/d1-worker.ts'), {
    config: join(projectRoot, 'wrangler.toml'),
    persistTo,
    logLevel: 'none',
    experimental: { disableExperimentalWarning: true, disableDevRegistry: true },
  })
  const ask = async (path: string, body: unknown) => {
    const response = await worker.fetch(`http://d1${path}`, { method: 'POST', body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`)
    return response.json()
  }
  const applied = await readD1Migrations(migrations)
  await ask(
    '/migrate',
    applied.flatMap(({ queries }) => queries),
  )
  return {
    name,
    fill: async (contents) => void (await ask('/fill', contents)),
    async runRound(limits) {
      const round = (await ask('/round', limits)) as Round
      return { ...round, longestMs: round.longestCallMs }
    },
    close: () => worker.stop(),
  }
}
