import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { type Unstable_DevWorker, unstable_dev } from 'wrangler'
import { poolOptions } from '../postgres/pool-options'
import { runOn } from '../postgres/run-on'
import { sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { jsonRequest } from '../test-support/json-request'
import { type PostgresServer, postgresBinaries, startPostgres } from '../test-support/postgres-server'
import { loginCode } from '../test-support/service'

// The Worker as wrangler.toml describes it for PostgreSQL, on workerd, with Hyperdrive as wrangler has it locally.

const root = join(import.meta.dirname, '../..')

let directory: string
let server: PostgresServer
let worker: Unstable_DevWorker
let pool: pg.Pool

/** wrangler.toml as its comments tell to change it. */
async function configuration(): Promise<string> {
  // wrangler wants a password, and the server takes any.
  const url = server.url.replace('postgres@', 'postgres:any@')
  const text = await readFile(join(root, 'wrangler.toml'), 'utf8')
  return text
    .replace('main = "server/worker/main.ts"', 'main = "server/worker/hyperdrive.ts"')
    .replace(
      /# \[\[hyperdrive\]\]\n# (binding = .*)\n# (id = .*)\n/,
      `[[hyperdrive]]\n$1\n$2\nlocalConnectionString = "${url}"\n`,
    )
    .replace(/\[\[d1_databases\]\]\n(.+\n)+/, '')
    .replaceAll(/"(\.\/)?server\//g, `"${root}/server/`)
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'wevod-hyperdrive-'))
  server = await startPostgres(postgresBinaries() ?? '')
  // What `npm run migrate` runs.
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/migrate.ts'], {
    cwd: root,
    env: { ...process.env, DATABASE: server.url },
  })
  expect(stdout).toMatch(/^Applied: 0001/)
  const config = join(directory, 'wrangler.toml')
  await writeFile(config, await configuration())
  worker = await unstable_dev(join(root, 'server/worker/hyperdrive.ts'), {
    config,
    vars: inject('demoSettings'),
    logLevel: 'none',
    persist: false,
    experimental: { disableExperimentalWarning: true, disableDevRegistry: true, testScheduled: true },
  })
  pool = new pg.Pool(poolOptions({ url: server.url, connections: 1, timeoutMs: 5000 }))
  pool.on('error', () => undefined)
})
afterAll(async () => {
  await worker?.stop()
  await pool?.end()
  await server?.remove()
  await rm(directory, { recursive: true })
})
beforeEach(() => emulator('POST', '/reset'))

async function call(method: string, path: string, body?: unknown, authorization?: string) {
  const request = jsonRequest(method, body, authorization === undefined ? {} : { authorization })
  const response = await worker.fetch(`http://service.example${path}`, request)
  const text = await response.text()
  return { status: response.status, json: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown> }
}

const login = async (user: string) => `Bearer ${(await call('POST', '/session', { code: loginCode(user) })).json.token}`

const upload = { fileName: 'v.mp4', fileSize: 5, title: 'x' }

/** Connections that the server has besides the one that asks. */
async function connections(): Promise<number> {
  const [rows] = await runOn(pool, [
    sql`SELECT COUNT(*) AS n FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  ])
  return rows?.[0]?.n as number
}

describe('the Worker with Hyperdrive', () => {
  it('keeps videos in PostgreSQL, each user his own', async () => {
    const [alice, bob] = [await login('alice'), await login('bob')]
    const { status, json } = await call('POST', '/uploads', upload, alice)
    expect(status).toBe(200)
    expect(await call('GET', '/videos', undefined, alice)).toMatchObject({
      json: { videos: [{ videoId: json.videoId, title: 'x' }] },
    })
    expect((await call('GET', `/videos/${json.videoId}`, undefined, bob)).status).toBe(404)
    expect((await call('POST', '/credentials', {}, bob)).json).toHaveProperty('securityToken')
    expect((await call('GET', '/readyz')).status).toBe(200)
    const [rows] = await runOn(pool, [sql`SELECT size FROM videos WHERE video_id = ${json.videoId as string}`])
    expect(rows).toEqual([{ size: 5 }])
  })

  it('answers many calls at once, and keeps no connection when they are over', async () => {
    // Several users: what one does is done one after the other.
    const users = await Promise.all(['carol', 'chen', 'chris', 'chloe', 'cyrus'].map(login))
    const answers = await Promise.all(
      [...users, ...users].flatMap((user) => [
        call('POST', '/uploads', upload, user),
        call('POST', '/credentials', {}, user),
      ]),
    )
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
    await expect.poll(connections, { timeout: 15_000 }).toBe(0)
  })

  it('does its job when its time comes', async () => {
    const user = await login('dave')
    const { videoId } = (await call('POST', '/uploads', upload, user)).json as { videoId: string }
    await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
    await runOn(pool, [sql`UPDATE videos SET next_check_at = 0 WHERE video_id = ${videoId}`])
    expect((await worker.fetch('http://service.example/__scheduled')).status).toBe(200)
    const [rows] = await runOn(pool, [sql`SELECT status, size FROM videos WHERE video_id = ${videoId}`])
    expect(rows).toEqual([{ status: 'Normal', size: 10 }])
  })

  it('says that its database is away, and goes on by itself when it is back', async () => {
    const user = await login('erin')
    const list = () => call('GET', '/videos', undefined, user)
    expect((await list()).status).toBe(200)
    await server.stop()
    expect(await list()).toMatchObject({ status: 503, json: { code: 'store_unavailable' } })
    expect((await call('GET', '/readyz')).status).toBe(503)
    await server.start()
    await expect.poll(async () => (await list()).status, { timeout: 15_000 }).toBe(200)
  })
})
