import { rmSync } from 'node:fs'
import { mkdtemp, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../../../scripts/project-root'
import { sqliteDatabase } from '../../../server/node/sqlite-database'
import { retentionIn } from '../../../server/store/retention'
import { median } from '../../median'
import { type BenchDatabase, d1Of, type MeasuredRound, sqliteOf } from './databases'
import { fill } from './fill'

export interface JobOptions {
  /** Videos of the large database; that of D1 has a tenth. */
  videos: number
  eventsAVideo: number
}

/** The small database, with which the large one is compared. */
const SMALL = 10_000
/** Parts of what is due that are measured each on its own: what else this machine does disturbs some of them. */
const ROUNDS = 5
const BATCHES_A_ROUND = 16
const CHECKS_A_ROUND = 40
const DUE = { due: ROUNDS * BATCHES_A_ROUND * 25, toCheck: ROUNDS * CHECKS_A_ROUND }
/** How much longer the loop may be held up by the large database. */
const MOST_LONGER = 3
/** Of an event with its index entry, and what SQLite writes twice while it fills. */
const BYTES_AN_EVENT = 2500

/**
 * Measures what the scheduled job does to this thread where the tables are large, beside small ones, in the same run and
 * with the same amount due. Prints a table, and last a line of JSON. False where the promise is broken.
 */
export async function measureJob(options: JobOptions): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'wevod-job-'))
  // However it ends: it is gigabytes.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const open: BenchDatabase[] = []
  try {
    await expectSpace(folder, options)
    const bytes = await bytesAVideo(folder, options.eventsAVideo)
    const make = async (kind: typeof sqliteOf, name: string, videos: number) => {
      const made = await kind(folder, name)
      open.push(made)
      const startedAt = performance.now()
      await made.fill({ ...DUE, videos, eventsAVideo: options.eventsAVideo })
      const seconds = (performance.now() - startedAt) / 1000
      console.log(
        `${name}: ${videos} videos, ${videos * options.eventsAVideo} events, filled in ${seconds.toFixed(0)} s`,
      )
      return made
    }
    const sqlite = await compare(
      await make(sqliteOf, 'sqlite-small', SMALL),
      await make(sqliteOf, 'sqlite-large', options.videos),
    )
    const d1 = await compare(
      await make(d1Of, 'd1-small', SMALL),
      await make(d1Of, 'd1-large', Math.max(SMALL, options.videos / 10)),
    )
    const promises: [name: string, kept: boolean][] = [
      [
        `SQLite: the loop is held up ${sqlite.ratio} times as long, at most ${MOST_LONGER}`,
        sqlite.ratio <= MOST_LONGER,
      ],
      [`D1: its longest call takes ${d1.ratio} times as long, at most ${MOST_LONGER}`, d1.ratio <= MOST_LONGER],
    ]
    for (const [name, kept] of promises) console.log(`${kept ? 'kept  ' : 'BROKEN'}  ${name}`)
    console.log(
      `a video with its events takes ${bytes.withEvents} bytes, and ${bytes.folded} once they are folded away`,
    )
    console.log(JSON.stringify({ ...options, bytes, sqlite, d1 }))
    return promises.every(([, kept]) => kept)
  } finally {
    for (const database of open) await database.close()
  }
}

/** @throws {Error} where the disk has no room for it */
async function expectSpace(folder: string, { videos, eventsAVideo }: JobOptions): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  const needed = 1.2 * videos * eventsAVideo * BYTES_AN_EVENT
  if (bavail * bsize > needed) return
  throw new Error(`${(needed / 1e9).toFixed(0)} GB of disk are needed; --videos 100000 takes a tenth`)
}

/** What a finished video takes on the disk, before and after its events are folded away. */
async function bytesAVideo(folder: string, eventsAVideo: number) {
  const database = await sqliteDatabase(join(folder, 'bytes.sqlite'), join(projectRoot, 'server/store/migrations'))
  const size = async () => {
    await database.run({ sql: 'VACUUM', values: [] })
    await database.run({ sql: 'PRAGMA wal_checkpoint(TRUNCATE)', values: [] })
    return Math.round((await stat(join(folder, 'bytes.sqlite'))).size / SMALL)
  }
  await fill(database, { videos: SMALL, eventsAVideo, due: 1, toCheck: 1 })
  const withEvents = await size()
  const retention = retentionIn(database)
  while ((await retention.clear(Date.now(), Number.MAX_SAFE_INTEGER, 25)).events > 0) {
    // Until nothing is left.
  }
  const folded = await size()
  database.close()
  return { withEvents, folded }
}

/** Rounds on both in turn, so that what disturbs the machine disturbs both. */
async function compare(small: BenchDatabase, large: BenchDatabase) {
  const rounds: Record<'small' | 'large', MeasuredRound[]> = { small: [], large: [] }
  const limits = { batches: BATCHES_A_ROUND, checks: CHECKS_A_ROUND }
  for (let i = 0; i < ROUNDS; i++) {
    rounds.small.push(await small.runRound(limits))
    rounds.large.push(await large.runRound(limits))
  }
  const row = (name: string, of: MeasuredRound[]) => {
    const figures = {
      longestMs: round(median(of.map((each) => each.longestMs))),
      longestOfAllMs: round(Math.max(...of.map((each) => each.longestMs))),
      longestCpuMs: round(median(of.map((each) => each.longestCpuMs))),
      eventsPerSecond: Math.round(median(of.map((each) => each.eventsPerSecond))),
      checkMs: round(median(of.map((each) => each.checkMs))),
    }
    console.log(
      `${name.padEnd(14)} longest ${figures.longestMs} ms (of all rounds ${figures.longestOfAllMs} ms, computing ${figures.longestCpuMs} ms), ` +
        `${figures.eventsPerSecond} events/s cleared away, ${figures.checkMs} ms of the database a check`,
    )
    return figures
  }
  const figures = { small: row(small.name, rounds.small), large: row(large.name, rounds.large) }
  return { ...figures, ratio: round(figures.large.longestMs / figures.small.longestMs) }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
