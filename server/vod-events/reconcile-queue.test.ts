import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../store/database'
import { emulator, setFault } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { age, forgetAll, stored } from '../test-support/stored-videos'
import { testUser } from '../test-support/user'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

beforeEach(async () => {
  await emulator('POST', '/reset')
  await forgetAll()
})

const asked = async () => ((await emulator('GET', '/calls')) as Record<string, number>).GetVideoInfo ?? 0

/** Videos that have been due for a while, the first of them longest. */
async function setup(count: number) {
  const service = testService()
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const videoId = (await user.create()).json.videoId as string
    await age(videoId, 20 * MINUTE + (count - i) * 1000)
    ids.push(videoId)
  }
  return { service, ids }
}

describe('the queue of the scheduled job', () => {
  it('reaches the healthy ones behind 40 videos that fail each time', async () => {
    const { service, ids } = await setup(50)
    for (const videoId of ids.slice(40)) await emulator('POST', `/videos/${videoId}/file`, 'x')
    await emulator('POST', '/faults', [
      {
        operation: 'GetVideoInfo',
        times: 40,
        fault: { type: 'respond', status: 200, body: '{"Video":{"Status":"Strange"}}' },
      },
    ])
    await service.reconcile()
    const states = await Promise.all(ids.map(async (videoId) => (await stored(videoId)).video?.status))
    expect(states.filter((status) => status === 'Normal')).toHaveLength(10)
    expect(await asked()).toBe(50)
  }, 20_000)

  it('asks about a video that fails ever less often, and as usual once it has not', async () => {
    const { service, ids } = await setup(1)
    const [videoId = ''] = ids
    /** Minutes until it is asked about again. */
    const pause = async () => {
      const { video } = await stored(videoId)
      return Math.round(((video?.next_check_at as number) - Date.now()) / MINUTE)
    }
    const pauses: number[] = []
    for (let i = 0; i < 8; i++) {
      await setFault('GetVideoInfo', { type: 'error', status: 500, code: 'InternalError' })
      await runtime.database.run(sql`UPDATE videos SET next_check_at = 0 WHERE video_id = ${videoId}`)
      await service.reconcile()
      pauses.push(await pause())
    }
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60])
    await age(videoId, HOUR)
    await service.reconcile()
    expect((await stored(videoId)).video).toMatchObject({ check_failures: 0 })
  })

  it('ends the run where VOD itself fails, and lets those wait that were not asked', async () => {
    const { service, ids } = await setup(10)
    await emulator('POST', '/faults', [{ operation: 'GetVideoInfo', times: 'always', fault: { type: 'reset' } }])
    await service.reconcile()
    expect(await asked()).toBeLessThanOrEqual(5)
    await emulator('DELETE', '/faults')
    const before = await asked()
    await service.reconcile()
    // All but those that failed: these have a pause of a minute.
    expect((await asked()) - before).toBe(ids.length - before)
  })

  it('asks about each video once, also where runs overlap because VOD is slow', async () => {
    const { service, ids } = await setup(8)
    await emulator('POST', '/faults', [
      { operation: 'GetVideoInfo', times: 'always', fault: { type: 'delay', ms: 200 } },
    ])
    // Another process with the same database, and its own run.
    const other = testService()
    await Promise.all([service.reconcile(), service.reconcile(), other.reconcile()])
    expect(await asked()).toBe(ids.length)
    const lines = [...service.log, ...other.log].filter(({ event }) => event === 'reconcile')
    expect(lines).toEqual([expect.objectContaining({ asked: ids.length })])
  })

  it('begins nothing more once it is ended, and leaves the job to the next run', async () => {
    const { service, ids } = await setup(10)
    await service.reconcile(AbortSignal.abort())
    expect(await asked()).toBe(0)
    await service.reconcile()
    expect(await asked()).toBe(ids.length)
  })

  it('takes over from a run that has died, when its lease has ended', async () => {
    const { service, ids } = await setup(1)
    const { database } = runtime
    await database.run(
      sql`INSERT INTO leases (name, holder, expires_at) VALUES ('reconcile', 'x', ${Date.now() + 1e5})`,
    )
    await service.reconcile()
    expect(await asked()).toBe(0)
    await database.run(sql`UPDATE leases SET expires_at = ${Date.now()}`)
    await service.reconcile()
    expect(await asked()).toBe(ids.length)
  })

  it('asks about more than a hundred in one run', async () => {
    const { service } = await setup(1)
    const now = Date.now()
    for (let i = 0; i < 120; i++) {
      await runtime.database.run(sql`
        INSERT INTO videos (video_id, owner, title, size, method, status, created_at, updated_at, checked_at)
        VALUES (${`q${i}`}, 'oQueue', 't', 1, 'sts', 'Uploading', ${now}, ${now}, ${now})`)
    }
    const info = { Video: { Status: 'Normal', Size: 1, CreationTime: new Date().toISOString() } }
    await emulator('POST', '/faults', [
      {
        operation: 'GetVideoInfo',
        times: 'always',
        fault: { type: 'respond', status: 200, body: JSON.stringify(info) },
      },
    ])
    await service.reconcile()
    expect(await asked()).toBe(121)
  }, 30_000)
})
