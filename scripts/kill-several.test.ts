import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startEmulator } from '../emulator/server'
import { type PostgresServer, postgresBinaries, startPostgres } from '../server/test-support/postgres-server'
import { projectRoot } from './project-root'
import { bundleForNode } from './stack/bundle-for-node'
import { demoSettings } from './stack/demo-settings'
import { type NodeService, startNodeService } from './test-support/node-service'

// Three processes on one PostgreSQL, behind a proxy that takes them by turns, as a rolling release or a dying machine
// leaves them: `KILLS=12 npx vitest run --project node scripts/kill-several` plays a longer one.

const MACHINES = 3
const KILLS = Number(process.env.KILLS ?? 4)
/** Clients that call all the time, each on its own. */
const CLIENTS = 6
/** Answers between two kills. */
const ANSWERS_A_ROUND = 40
const DAILY_UPLOADS = 1000

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
    const { file } = await bundleForNode(projectRoot, join(directory, 'dist'))
    const env = {
      ...demoSettings(emulator.url),
      PORT: '0',
      DATABASE: postgres.url,
      DATABASE_CONNECTIONS: '4',
      DAILY_UPLOADS: String(DAILY_UPLOADS),
      CALLS_PER_MINUTE_USER: '1000000',
      CALLS_PER_MINUTE_ADDRESS: '1000000',
    }
    const start = () => startNodeService(file, { cwd: directory, env })
    const machines = await Promise.all(Array.from({ length: MACHINES }, start))
    ending.unshift(async () => {
      for (const { child, ended } of machines) {
        child.kill('SIGKILL')
        await ended
      }
    })

    /** The machine that is being killed, and what was under way in it then. */
    let dying: NodeService | undefined
    let turn = 0
    let answers = 0
    let onAnswer: () => void = () => undefined
    /** One call by the proxy: a connection that the dying machine breaks fails, as it does at a balancer. */
    const call = async (...args: Parameters<NodeService['call']>) => {
      let machine = machines[turn++ % MACHINES] as NodeService
      if (machine === dying) machine = machines[turn++ % MACHINES] as NodeService
      try {
        const answer = await machine.call(...args)
        answers++
        onAnswer()
        return answer
      } catch (error) {
        if (machine !== dying) throw error
        return undefined
      }
    }

    const told = Array.from({ length: CLIENTS }, () => new Map<string, 'made' | 'deleted'>())
    const begun = told.map(() => 0)
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
        if (!made) continue
        expect(made.status).toBe(200)
        const videoId = made.json.videoId as string
        videos.set(videoId, 'made')
        if ((begun[client] ?? 0) % 3 !== 0) continue
        videos.delete(videoId)
        const gone = await call('DELETE', `/videos/${videoId}`, undefined, headers)
        if (gone) videos.set(videoId, 'deleted')
      }
    }
    const clients = told.map((_, i) => work(i))
    for (let kill = 0; kill < KILLS; kill++) {
      const until = answers + ANSWERS_A_ROUND
      await new Promise<void>((resolve) => {
        onAnswer = () => {
          if (answers >= until) resolve()
        }
      })
      const index = kill % MACHINES
      dying = machines[index] as NodeService
      dying.child.kill('SIGKILL')
      expect(await dying.ended).toBe('SIGKILL')
      machines[index] = await start()
      dying = undefined
    }
    isOver = true
    await Promise.all(clients)

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
      // What a killed process had reserved comes back, and no more of the day is gone than was begun.
      const settings = await call('GET', '/settings', undefined, headers)
      const { uploads } = (settings?.json.left ?? {}) as { uploads: number }
      expect(DAILY_UPLOADS - uploads).toBeLessThanOrEqual(begun[client] ?? 0)
      expect(DAILY_UPLOADS - uploads).toBeGreaterThanOrEqual(videos.size)
    }
    expect(answers).toBeGreaterThan(KILLS * ANSWERS_A_ROUND)
  },
  120_000,
)

const ending: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const end of ending) await end()
})
