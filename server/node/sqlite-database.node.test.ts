import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { jsonRequest } from '../test-support/json-request'
import { loginCode } from '../test-support/service'
import { openSqlite } from './open-sqlite'
import { sqliteDatabase } from './sqlite-database'
import { type NodeService, startNodeService } from './start-node-service'

const migrations = join(import.meta.dirname, '../store/migrations')

let directory: string
let running: NodeService[]

beforeEach(async () => {
  await emulator('POST', '/reset')
  directory = await mkdtemp(join(tmpdir(), 'wevod-sqlite-'))
  running = []
})

afterEach(async () => {
  for (const service of running) await service.stop(0)
  await rm(directory, { recursive: true })
})

/** Another process that holds the write lock of a file, until its input ends. */
async function lockInAnotherProcess(path: string) {
  const program = `
    const { DatabaseSync } = require('node:sqlite')
    const database = new DatabaseSync(${JSON.stringify(path)})
    database.exec('BEGIN IMMEDIATE')
    console.log('locked')
    process.stdin.on('end', () => database.exec('ROLLBACK')).resume()`
  const child = spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return {
    async release() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

async function startService(changes: Record<string, string>) {
  const service = await startNodeService({
    env: { ...inject('demoSettings'), ...changes },
    port: 0,
    hostname: '127.0.0.1',
    databasePath: join(directory, 'db.sqlite'),
    migrationsDirectory: migrations,
    trustedProxies: 0,
    log: () => undefined,
  })
  running.push(service)
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const startedAt = Date.now()
    const response = await fetch(`http://127.0.0.1:${service.port}${path}`, jsonRequest(method, body, headers))
    const json = (await response.json()) as Record<string, unknown>
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      json,
      ms: Date.now() - startedAt,
    }
  }
  const { token } = (await call('POST', '/session', { code: loginCode('alice') })).json
  const headers = { authorization: `Bearer ${token}` }
  return {
    call,
    create: () => call('POST', '/uploads', { fileName: 'v.mp4', fileSize: 5, title: 'x' }, headers),
    list: () => call('GET', '/videos', undefined, headers),
  }
}

describe('while another process holds the lock of the file', () => {
  it('what writes nothing does not wait, and what writes is refused in its own time, not one after the other', async () => {
    const { call, create, list } = await startService({ STORE_TIMEOUT_MS: '2000' })
    const lock = await lockInAnotherProcess(join(directory, 'db.sqlite'))
    const writes = Promise.all(Array.from({ length: 8 }, create))
    for (const answer of [await call('GET', '/healthz'), await list(), await call('GET', '/healthz')]) {
      expect(answer.status).toBe(200)
      expect(answer.ms).toBeLessThan(1500)
    }
    for (const { status, json, retryAfter, ms } of await writes) {
      expect([status, json.code, retryAfter]).toEqual([503, 'store_unavailable', '1'])
      expect(ms).toBeLessThan(6000)
    }
    await lock.release()
    expect((await create()).status).toBe(200)
  }, 20_000)

  it('what writes goes on as soon as the lock is released', async () => {
    const { call, create } = await startService({ STORE_TIMEOUT_MS: '20000' })
    const lock = await lockInAnotherProcess(join(directory, 'db.sqlite'))
    const write = create()
    // By then it has met the lock.
    expect((await call('GET', '/healthz')).status).toBe(200)
    await lock.release()
    expect((await write).status).toBe(200)
  }, 30_000)
})

describe('the start', () => {
  it('is safe beside that of other processes on the same fresh file, 8 of 8 times', async () => {
    const program = join(directory, 'open.mjs')
    await build({
      stdin: {
        contents: `import { openSqlite } from './open-sqlite'
          const [path, migrations] = process.argv.slice(2)
          ;(await openSqlite(path, migrations)).close()`,
        resolveDir: import.meta.dirname,
      },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
    })
    const open = async (path: string) => {
      const child = spawn(process.execPath, [program, path, migrations], { stdio: ['ignore', 'ignore', 'pipe'] })
      let errors = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        errors += text
      })
      const [code] = (await once(child, 'close')) as [number]
      return code === 0 ? 'fine' : errors
    }
    for (let round = 0; round < 8; round++) {
      const path = join(directory, `fresh${round}.sqlite`)
      expect(await Promise.all([open(path), open(path), open(path)])).toEqual(['fine', 'fine', 'fine'])
    }
  }, 60_000)

  it('leaves nothing behind where a migration fails, and goes on from there once it is mended', async () => {
    const path = join(directory, 'db.sqlite')
    const own = join(directory, 'migrations')
    await mkdir(own)
    await writeFile(join(own, '0001_first.sql'), 'CREATE TABLE first (a)')
    await writeFile(join(own, '0002_second.sql'), 'CREATE TABLE second (a); CREATE TABLE second (a)')
    await expect(openSqlite(path, own)).rejects.toThrow('table second already exists')
    await writeFile(join(own, '0002_second.sql'), 'CREATE TABLE second (a)')
    const database = await openSqlite(path, own)
    expect(database.prepare('SELECT name FROM d1_migrations ORDER BY id').all()).toEqual([
      { name: '0001_first.sql' },
      { name: '0002_second.sql' },
    ])
    database.close()
  })
})

describe('the migrations', () => {
  const schemaOf = (database: DatabaseSync) =>
    database.prepare(`SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name`).all()

  it('come to the same on a database of any age, and keep what is in it', async () => {
    const files = (await readdir(migrations)).sort()
    const fresh = await openSqlite(':memory:', migrations)
    for (const applied of files.keys()) {
      const own = join(directory, `migrations${applied}`)
      await mkdir(own)
      for (const file of files.slice(0, applied + 1)) await copyFile(join(migrations, file), join(own, file))
      const path = join(directory, `${applied}.sqlite`)
      const old = await openSqlite(path, own)
      old.exec(`
        INSERT INTO videos (video_id, owner, title, size, method, status, created_at, updated_at, checked_at)
        VALUES ('way', 'o', 't', 1, 'sts', 'Uploading', 1000, 2000, 3000), ('done', 'o', 't', 1, 'sts', 'Normal', 1, 2, 3)`)
      old.close()
      const database = await openSqlite(path, migrations)
      expect(schemaOf(database)).toEqual(schemaOf(fresh))
      const videos = database.prepare('SELECT video_id, counted_at, next_check_at FROM videos ORDER BY video_id').all()
      expect(videos).toMatchObject([{ video_id: 'done' }, { video_id: 'way' }])
      // What was there before the columns counts on its day, and has its turn.
      if (applied === 0) {
        expect(videos).toMatchObject([{ counted_at: 1 }, { counted_at: 1000, next_check_at: 602_000 }])
      }
      database.close()
    }
    fresh.close()
  })
})

describe('a full disk', () => {
  it('is what is told, and not that there was nothing left to roll back', async () => {
    const database = await sqliteDatabase(join(directory, 'db.sqlite'), migrations)
    // What SQLite does with a disk of so many pages.
    const [pages] = await database.run(sql`PRAGMA page_count`)
    await database.run({ sql: `PRAGMA max_page_count = ${pages?.[0]?.page_count}`, values: [] })
    const big = 'x'.repeat(100_000)
    const insert = sql`INSERT INTO leases (name, holder, expires_at) VALUES (${big}, ${big}, 0)`
    await expect(database.run(insert, insert)).rejects.toThrow('database or disk is full')
    // And it goes on once there is room.
    await database.run({ sql: 'PRAGMA max_page_count = 100000', values: [] })
    await database.run(insert)
    database.close()
    const file = new DatabaseSync(join(directory, 'db.sqlite'))
    expect(file.prepare('SELECT COUNT(*) AS n FROM leases').get()).toEqual({ n: 1 })
    file.close()
  })
})
