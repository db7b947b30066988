import { describe, expect, it } from 'vitest'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'
import { boundedDatabase } from './bounded-database'
import { type Database, idempotent, type Statement, sql } from './database'
import { DatabaseError, type Failure } from './database-error'

const { database } = runtime

const TIMEOUT_MS = 300

/** The real database behind one that first fails so often in this way. */
function failing(failure: Failure, times: number, message = 'Network connection lost.', timeoutMs = 20_000) {
  let calls = 0
  const flaky: Database = {
    run(...statements) {
      calls++
      if (calls <= times) return Promise.reject(new DatabaseError(failure, new Error(message)))
      return database.run(...statements)
    },
  }
  return { database: boundedDatabase(flaky, { timeoutMs }), calls: () => calls }
}

const read = sql`SELECT 1 AS one`
const write = sql`DELETE FROM leases WHERE name = 'nothing'`

describe('a call of the database', () => {
  it.each<[string, Failure, number, Statement, number]>([
    ['a read is made again', 'passing', 2, read, 3],
    ['an idempotent write is made again', 'passing', 2, idempotent(write), 3],
    ['any write is made again that had no effect', 'busy', 5, write, 6],
  ])('that fails of something that passes: %s', async (_, failure, times, statement, calls) => {
    const flaky = failing(failure, times)
    await flaky.database.run(statement)
    expect(flaky.calls()).toBe(calls)
  })

  it.each<[string, Failure, Statement[], number]>([
    ['a write that may have had its effect is not made again', 'passing', [write], 1],
    ['nor one together with a read', 'passing', [read, write], 1],
    ['nor what would fail again', 'lasting', [read], 1],
    ['and a read not for ever', 'passing', [read], 3],
  ])('that goes on failing: %s', async (_, failure, statements, calls) => {
    const flaky = failing(failure, 1000)
    await expect(flaky.database.run(...statements)).rejects.toMatchObject({
      code: 'store_unavailable',
      status: 503,
      options: { retryAfter: 1, hint: 'Network connection lost.' },
    })
    expect(flaky.calls()).toBe(calls)
  })

  it('fails in time where the database stays busy, and says what kept it', async () => {
    const before = Date.now()
    const busy = failing('busy', 1000, 'database is locked', TIMEOUT_MS)
    await expect(busy.database.run(read)).rejects.toMatchObject({
      code: 'store_unavailable',
      options: { hint: 'database is locked' },
    })
    expect(Date.now() - before).toBeLessThan(TIMEOUT_MS + 1000)
    expect(busy.calls()).toBeGreaterThan(3)
  })

  it('fails in time where the database says nothing', async () => {
    const silent = boundedDatabase({ run: () => new Promise(() => undefined) }, { timeoutMs: TIMEOUT_MS })
    await expect(silent.run(read)).rejects.toMatchObject({
      code: 'store_unavailable',
      options: { hint: `no answer within ${TIMEOUT_MS} ms` },
    })
  })
})

describe('the service while its database does not answer', () => {
  async function setup(timeoutMs: number) {
    let isSilent = false
    const service = testService({ STORE_TIMEOUT_MS: String(timeoutMs) }, (real) => ({
      run: (...statements) => (isSilent ? new Promise(() => undefined) : real.run(...statements)),
    }))
    const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    const cached = (await user.call('POST', '/credentials')).json
    const videoId = (await user.create()).json.videoId as string
    const other = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    isSilent = true
    return { service, user, other, cached, videoId }
  }

  it('gives out what needs no database at once: tokens that it has, sessions, its health', async () => {
    const { service, user, cached } = await setup(20_000)
    const before = Date.now()
    const { json, status } = await user.call('POST', '/credentials')
    expect([status, json.securityToken]).toEqual([200, cached.securityToken])
    expect((await service.call('GET', '/healthz')).status).toBe(200)
    expect(await service.login('somebody')).toMatch(/^Bearer ey/)
    expect(Date.now() - before).toBeLessThan(4000)
  })

  it('answers everything else with 503 in time, and with when to come back', async () => {
    const { user, other, videoId } = await setup(TIMEOUT_MS)
    const before = Date.now()
    const answers = await Promise.all([
      other.call('POST', '/credentials'),
      user.create(),
      user.claim('f'.repeat(32)),
      user.refresh(videoId),
      user.list(),
      user.get(videoId),
      user.play(videoId),
      user.remove(videoId),
    ])
    for (const { status, json, headers } of answers) {
      expect([status, json.code, headers.get('retry-after')]).toEqual([503, 'store_unavailable', '1'])
    }
    expect(Date.now() - before).toBeLessThan(8 * TIMEOUT_MS)
  })
})
