import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../store/database'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testMachines, testService } from '../test-support/service'

beforeEach(async () => {
  await emulator('POST', '/reset')
  await runtime.database.run(sql`DELETE FROM call_counts`)
})

const SHARED = { COUNT_CALLS: 'database', CALLS_PER_MINUTE_USER: '10' }

describe('COUNT_CALLS=database', () => {
  it('counts the calls of a user on all machines together', async () => {
    const service = testMachines(3, SHARED)
    const authorization = await service.login('alice')
    const answers = []
    for (let i = 0; i < 15; i++) answers.push(await service.call('GET', '/videos', { headers: { authorization } }))
    const refused = answers.filter(({ json }) => json.code === 'too_many_calls')
    // A minute may have begun in between: then each of the two has its own count.
    const [rows = []] = await runtime.database.run(sql`SELECT calls FROM call_counts WHERE counted LIKE 'user %'`)
    const counts = rows.map(({ calls }) => calls as number)
    expect(counts.reduce((sum, calls) => sum + calls, 0)).toBe(15)
    expect(refused).toHaveLength(counts.reduce((sum, calls) => sum + Math.max(0, calls - 10), 0))
    const other = await service.login('bob')
    expect((await service.call('GET', '/videos', { headers: { authorization: other } })).status).toBe(200)
  })

  it('goes on in the memory of each machine while the database is away', async () => {
    let isAway = false
    const service = testService({ ...SHARED, STORE_TIMEOUT_MS: '100' }, (real) => ({
      run: (...statements) => (isAway ? new Promise(() => undefined) : real.run(...statements)),
    }))
    isAway = true
    expect((await service.call('GET', '/nothing')).status).toBe(404)
    expect((await service.call('GET', '/healthz')).status).toBe(200)
  })

  it('forgets minutes that are over', async () => {
    const service = testService(SHARED)
    await runtime.database.run(sql`INSERT INTO call_counts (counted, minute, calls) VALUES ('user x', 1, 7)`)
    await service.reconcile()
    const [rows] = await runtime.database.run(sql`SELECT * FROM call_counts WHERE minute = 1`)
    expect(rows).toEqual([])
  })
})
