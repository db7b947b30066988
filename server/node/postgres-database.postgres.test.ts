import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { jsonRequest } from '../test-support/json-request'
import { type PostgresServer, postgresBinaries, startPostgres } from '../test-support/postgres-server'
import { loginCode } from '../test-support/service'
import { openSqlite } from './open-sqlite'
import { type PostgresDatabase, postgresDatabase } from './postgres-database'
import { type NodeService, startNodeService } from './start-node-service'

const migrationsDirectory = join(import.meta.dirname, '../store/migrations')

/** How long it is away; `STOPPED_SECONDS=20 npx vitest run --project postgres server/node/postgres-database` takes longer. */
const STOPPED_SECONDS = Number(process.env.STOPPED_SECONDS ?? 0)

let server: PostgresServer
const open: PostgresDatabase[] = []
const services: NodeService[] = []

beforeAll(async () => {
  server = await startPostgres(postgresBinaries() ?? '')
})
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop(0)
  for (const database of open.splice(0)) await database.close()
})
afterAll(() => server.remove())

async function connect(changes: { url?: string; timeoutMs?: number; connections?: number } = {}) {
  const options = { url: server.url, connections: 4, timeoutMs: 5000, ...changes }
  const database = await postgresDatabase({ ...options, migrationsDirectory, onLost: () => undefined })
  open.push(database)
  return database
}

async function start(changes: Record<string, string> = {}) {
  const service = await startNodeService({
    env: { ...inject('demoSettings'), ...changes },
    port: 0,
    hostname: '127.0.0.1',
    databasePath: server.url,
    migrationsDirectory,
    trustedProxies: 0,
    log: () => undefined,
  })
  services.push(service)
  return async (method: string, path: string, body?: unknown, authorization?: string) => {
    const request = jsonRequest(method, body, authorization === undefined ? {} : { authorization })
    const response = await fetch(`http://127.0.0.1:${service.port}${path}`, request)
    const text = await response.text()
    return { status: response.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
  }
}

describe('PostgreSQL', () => {
  it('gets its tables once, however many processes start at the same moment', async () => {
    const databases = await Promise.all(Array.from({ length: 5 }, () => connect()))
    const [rows = []] = await (databases[0] as PostgresDatabase).run(sql`SELECT name FROM d1_migrations ORDER BY name`)
    const names = rows.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    expect(names).toContain('0001_videos.sql')
  })

  it('has the tables, columns and indexes of SQLite', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'wevod-schema-'))
    const sqlite = await openSqlite(join(directory, 'db.sqlite'), migrationsDirectory)
    const types: Record<string, string> = { INTEGER: 'bigint', REAL: 'double precision', TEXT: 'text' }
    const expected = sqlite
      .prepare(`
        SELECT m.name AS "table", c.name AS "column", c.type, c."notnull" OR c.pk > 0 AS required, c.pk > 0 AS key
        FROM sqlite_schema m, pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'd1_migrations' ORDER BY 1, 2`)
      .all()
      .map((row) => ({ ...row, type: types[String(row.type)] }))
    const indexes = sqlite
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
      .all()
    sqlite.close()
    await rm(directory, { recursive: true })

    const database = await connect()
    const [columns = [], found = []] = await database.run(
      sql`
        SELECT c.table_name AS "table", c.column_name AS "column", c.data_type AS type,
          CASE WHEN c.is_nullable = 'NO' THEN 1 ELSE 0 END AS required,
          CASE WHEN EXISTS (
            SELECT 1 FROM information_schema.table_constraints t
            JOIN information_schema.key_column_usage k USING (constraint_name, table_name)
            WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name AND k.column_name = c.column_name
          ) THEN 1 ELSE 0 END AS key
        FROM information_schema.columns c
        WHERE c.table_schema = 'public' AND c.table_name <> 'd1_migrations'
        ORDER BY c.table_name COLLATE "C", c.column_name COLLATE "C"`,
      sql`
        SELECT indexname AS name FROM pg_indexes
        WHERE schemaname = 'public' AND indexname NOT LIKE '%_pkey' AND tablename <> 'd1_migrations'
        ORDER BY indexname COLLATE "C"`,
    )
    expect(columns).toEqual(expected)
    expect(found).toEqual(indexes)
  })

  it('compares texts by their bytes, as SQLite does, and gives numbers as numbers', async () => {
    const database = await connect()
    const [rows = []] = await database.run(
      sql`SELECT name FROM (VALUES ('b'), ('B'), ('a'), ('_')) AS v (name) ORDER BY name COLLATE "C"`,
    )
    expect(rows.map(({ name }) => name)).toEqual(['B', '_', 'a', 'b'])
    const size = 2 ** 53 - 1
    expect(await database.run(sql`SELECT CAST(${size} AS BIGINT) AS size, SUM(1) AS ones`)).toEqual([
      [{ size, ones: 1 }],
    ])
  })

  it('undoes a transaction of which one statement fails, and goes on', async () => {
    const database = await connect({ connections: 1 })
    const lease = (name: string) => sql`INSERT INTO leases (name, holder, expires_at) VALUES (${name}, 'x', 0)`
    await expect(database.run(lease('once'), lease('once'))).rejects.toMatchObject({ failure: 'lasting' })
    expect((await database.run(sql`SELECT name FROM leases WHERE name = 'once'`))[0]).toEqual([])
  })

  it('ends a statement that takes too long, and goes on', async () => {
    const database = await connect({ connections: 1, timeoutMs: 300 })
    await expect(database.run(sql`SELECT 1, pg_sleep(5)`)).rejects.toMatchObject({ failure: 'passing' })
    expect(await database.run(sql`SELECT 1 AS one`)).toEqual([[{ one: 1 }]])
  })

  it('says what is wrong with a URL that leads nowhere', async () => {
    await expect(connect({ url: server.url.replace(/postgres$/, 'nowhere') })).rejects.toThrow(
      'database "nowhere" does not exist',
    )
    await expect(connect({ url: 'postgres://postgres@127.0.0.1:1/postgres' })).rejects.toThrow('ECONNREFUSED')
  })
})

describe('the service on PostgreSQL', () => {
  it(
    'says in time that its database is away, and goes on by itself when it is back',
    async () => {
      await emulator('POST', '/reset')
      const call = await start({ STORE_TIMEOUT_MS: '500' })
      const { token } = (await call('POST', '/session', { code: loginCode('alice') })).json
      const list = () => call('GET', '/videos', undefined, `Bearer ${token}`)
      expect((await list()).status).toBe(200)
      await server.stop()
      const stoppedAt = Date.now()
      do {
        const startedAt = Date.now()
        expect(await list()).toMatchObject({ status: 503, json: { code: 'store_unavailable' } })
        // Generous: what must not be is that it waits until the database is back.
        expect(Date.now() - startedAt).toBeLessThan(5000)
        expect((await call('GET', '/readyz')).status).toBe(503)
        expect((await call('GET', '/healthz')).status).toBe(200)
        await sleep(200)
      } while (Date.now() - stoppedAt < STOPPED_SECONDS * 1000)
      await server.start()
      await expect.poll(async () => (await list()).status, { timeout: 15_000 }).toBe(200)
      expect((await call('GET', '/readyz')).status).toBe(200)
    },
    60_000 + STOPPED_SECONDS * 2000,
  )
})
