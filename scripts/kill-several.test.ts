import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { decode } from 'hono/jwt'
import { Client } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from '../emulator/server'
import { PLACE_MS } from '../server/store/videos'
import { type PostgresServer, postgresBinaries, startPostgres } from '../server/test-support/postgres-server'
import { projectRoot } from './project-root'
import { bundleForNode } from './stack/bundle-for-node'
import { demoSettings } from './stack/demo-settings'
import { type NodeService, startNodeService } from './test-support/node-service'

// Three processes on one PostgreSQL, behind a proxy that takes them by turns, as a rolling release or a dying machine
// leaves them: `KILLS=12 KILL_SECONDS=5 npx vitest run --project node scripts/kill-several` plays a minute of it.

const MACHINES = 3
const KILLS = Number(process.env.KILLS ?? 4)
/** From one kill to the next, at least. */
const KILL_SECONDS = Number(process.env.KILL_SECONDS ?? 0)
/** Clients that call all the time, each on its own. */
const CLIENTS = 6
/** Answers between two kills, at least. */
const ANSWERS_A_ROUND = 40
const DAILY_UPLOADS = 100_000

const binaries = postgresBinaries()

test.runIf(binaries !== undefined || process.env.CI === 'true')(
  `of ${MACHINES} processes on one PostgreSQL one is killed, ${KILLS} times under load: only its own calls fail`,
  async () => {
    const directory = await mkdtemp(join(tmpdir(), 'wevod-kill-several-'))
    const postgres: PostgresServer = await startPostgres(binaries ?? '')
    const emulator = await startEmulator({ directory: join(directory, 'emulator') })
    ending.push(
      () => emulator.close(),
      () => postgres.remove(),
      () => rm(directory, { recursive: true }),
    )
    const unlimited = { vodCallsPerSecond: 0, stsCallsPerSecond: 0 }
    await fetch(`${emulator.url}/_emulator/switches`, { method: 'PUT', body: JSON.stringify(unlimited) })
    const { file } = await bundleForNode(projectRoot, join(directory, 'dist'))
    const env = {
      ...demoSettings(emulator.url),
      PORT: '0',
      DATABASE: postgres.url,
      DATABASE_CONNECTIONS: '4',
      DAILY_UPLOADS: String(DAILY_UPLOADS),
      CALLS_PER_MINUTE_USER: '1000000',
      CALLS_PER_MINUTE_ADDRESS: '1000000',
      // Generous: machines are shared, and what is late for want of a core is not what this is about.
      STORE_TIMEOUT_MS: '30000',
      UPSTREAM_TIMEOUT_MS: '30000',
    }
    const start = () => startNodeService(file, { cwd: directory, env })
    const machines = await Promise.all(Array.from({ length: MACHINES }, start))
    ending.unshift(async () => {
      for (const { child, ended } of machines) {
        child.kill('SIGKILL')
        await ended
      }
    })

    /** Machines that were killed: what was under way in them fails, perhaps after the next one has taken their place. */
    const killed = new Set<NodeService>()
    let turn = 0
    let answers = 0
    let onAnswer: () => void = () => undefined
    /** One call by the proxy: a connection that a dying machine breaks fails, as it does at a balancer. */
    const call = async (...args: Parameters<NodeService['call']>) => {
      let machine = machines[turn++ % MACHINES] as NodeService
      if (killed.has(machine)) machine = machines[turn++ % MACHINES] as NodeService
      try {
        const answer = await machine.call(...args)
        answers++
        onAnswer()
        return answer
      } catch (error) {
        if (!killed.has(machine)) throw error
        return undefined
      }
    }

    const told = Array.from({ length: CLIENTS }, () => new Map<string, 'made' | 'deleted'>())
    const begun = told.map(() => 0)
    /** Calls for a video whose answers the killed machines took with them. */
    const lost = told.map(() => 0)
    const sessions = await Promise.all(
      told.map(async (_, i) => {
        const answer = await call('POST', '/session', { code: `dev-user${i}-1` })
        return { authorization: `Bearer ${answer?.json.token}` }
      }),
    )
    let isOver = false
    const work = async (client: number) => {
      const headers = sessions[client]
      const videos = told[client] as Map<string, 'made' | 'deleted'>
      while (!isOver) {
        begun[client] = (begun[client] ?? 0) + 1
        const made = await call('POST', '/uploads', { fileName: 'v.mp4', fileSize: 1, title: 'x' }, headers)
        if (!made) {
          lost[client] = (lost[client] ?? 0) + 1
          continue
        }
        expect([made.status, made.json.code]).toEqual([200, undefined])
        const videoId = made.json.videoId as string
        videos.set(videoId, 'made')
        if ((begun[client] ?? 0) % 3 !== 0) continue
        videos.delete(videoId)
        const gone = await call('DELETE', `/videos/${videoId}`, undefined, headers)
        if (gone) videos.set(videoId, 'deleted')
      }
    }
    const clients = Promise.all(told.map((_, i) => work(i)))
    for (let kill = 0; kill < KILLS; kill++) {
      const until = answers + ANSWERS_A_ROUND
      const pause = sleep(KILL_SECONDS * 1000)
      const enough = new Promise<void>((resolve) => {
        onAnswer = () => {
          if (answers >= until) resolve()
        }
      })
      // A client ends before that only where it has failed.
      await Promise.race([clients, Promise.all([enough, pause])])
      const index = kill % MACHINES
      const dying = machines[index] as NodeService
      killed.add(dying)
      dying.child.kill('SIGKILL')
      expect(await dying.ended).toBe('SIGKILL')
      machines[index] = await start()
    }
    isOver = true
    await clients

    for (const [client, videos] of told.entries()) {
      const headers = sessions[client]
      const listed = new Set<string>()
      let cursor = ''
      do {
        const answer = await call('GET', `/videos?limit=100${cursor}`, undefined, headers)
        for (const video of (answer?.json.videos ?? []) as { videoId: string }[]) listed.add(video.videoId)
        cursor = answer?.json.nextCursor === undefined ? '' : `&cursor=${answer.json.nextCursor}`
      } while (cursor !== '')
      for (const [videoId, state] of videos) expect([videoId, listed.has(videoId)]).toEqual([videoId, state === 'made'])
    }
    // A place that a killed process has left is held for as long as a call may take; then nothing of the day is gone but
    // what has become a video.
    const database = new Client(postgres.url)
    await database.connect()
    const places = await database.query("UPDATE videos SET created_at = created_at - $1 WHERE status = 'Reserved'", [
      PLACE_MS + 1,
    ])
    expect(places.rowCount).toBeLessThanOrEqual(lost.reduce((sum, one) => sum + one, 0))
    for (const [client, videos] of told.entries()) {
      const headers = sessions[client]
      const settings = await call('GET', '/settings', undefined, headers)
      const { uploads } = (settings?.json.left ?? {}) as { uploads: number }
      const { sub } = decode((headers?.authorization ?? '').slice('Bearer '.length)).payload
      const made = await database.query("SELECT video_id FROM videos WHERE owner = $1 AND status <> 'Reserved'", [sub])
      expect(DAILY_UPLOADS - uploads).toBe(made.rowCount)
      expect(made.rowCount).toBeGreaterThanOrEqual(videos.size)
      expect(made.rowCount).toBeLessThanOrEqual(videos.size + (lost[client] ?? 0))
    }
    await database.end()
    expect(answers).toBeGreaterThan(KILLS * ANSWERS_A_ROUND)
  },
  120_000 + KILLS * KILL_SECONDS * 2000,
)

const ending: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const end of ending) await end()
})
