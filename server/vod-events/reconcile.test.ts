import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../store/database'
import { emulator, setFault } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'

const { database } = runtime

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

beforeEach(async () => {
  await emulator('POST', '/reset')
  await database.run(sql`DELETE FROM videos`)
})

async function setup() {
  const service = testService()
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const create = async () => (await user.create()).json.videoId as string
  /** Makes a video look as if all of it had happened so long ago. */
  const age = (videoId: string, ms: number) =>
    database.run(sql`
      UPDATE videos
      SET created_at = created_at - ${ms}, updated_at = updated_at - ${ms}, checked_at = checked_at - ${ms},
        next_check_at = next_check_at - ${ms}
      WHERE video_id = ${videoId}`)
  const state = async (videoId: string) =>
    ((await user.list()).json.videos as Record<string, unknown>[]).find((video) => video.videoId === videoId)
  return { service, user, create, age, state }
}

const asked = async () => ((await emulator('GET', '/calls')) as Record<string, number>).GetVideoInfo ?? 0

describe('the scheduled job', () => {
  it('asks VOD about a video whose notification was lost', async () => {
    const { service, create, age, state } = await setup()
    const videoId = await create()
    await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
    await age(videoId, 20 * MINUTE)
    await service.reconcile()
    expect(await state(videoId)).toMatchObject({ status: 'Normal', size: 10 })
    expect(service.log).toEqual([expect.objectContaining({ level: 'info', event: 'reconcile', asked: 1 })])
    await service.reconcile()
    expect(await asked()).toBe(1)
  })

  it('leaves a young video alone, and asks about an old one ever less often', async () => {
    const { service, create, age, state } = await setup()
    const videoId = await create()
    await service.reconcile()
    expect(await asked()).toBe(0)
    await age(videoId, 20 * MINUTE)
    await service.reconcile()
    await service.reconcile()
    expect(await asked()).toBe(1)
    await age(videoId, 10 * MINUTE)
    await service.reconcile()
    expect(await asked()).toBe(1)
    await age(videoId, 11 * MINUTE)
    await service.reconcile()
    expect(await asked()).toBe(2)
    expect(await state(videoId)).toMatchObject({ status: 'Uploading' })
  })

  it('gives up an upload after eight days, when VOD has thrown its parts away', async () => {
    const { service, create, age, state } = await setup()
    const videoId = await create()
    await age(videoId, 9 * DAY)
    await emulator('PUT', '/switches', { timestampWindowSeconds: 1000 })
    await service.reconcile()
    expect(await state(videoId)).toMatchObject({ status: 'UploadFail' })
  })

  it('does not let one video keep the others from their turn, and logs an error', async () => {
    const { service, create, age, state } = await setup()
    const ids = [await create(), await create(), await create()]
    for (const videoId of ids) {
      await emulator('POST', `/videos/${videoId}/file`, 'x')
      await age(videoId, 20 * MINUTE)
    }
    await setFault('GetVideoInfo', { type: 'respond', status: 200, body: '{"Video":{"Status":"Strange"}}' })
    await service.reconcile()
    const states = await Promise.all(ids.map(async (videoId) => (await state(videoId))?.status))
    expect(states.sort()).toEqual(['Normal', 'Normal', 'Uploading'])
    expect(service.log).toEqual([
      expect.objectContaining({ level: 'error', event: 'reconcile', asked: 3, failures: '{"vod_malformed":1}' }),
    ])
    for (const videoId of ids) await age(videoId, MINUTE)
    await service.reconcile()
    expect(await Promise.all(ids.map(async (videoId) => (await state(videoId))?.status))).toEqual(
      Array(3).fill('Normal'),
    )
  })

  it.each([
    [4711, 'Checking'],
    [0, 'Uploading'],
  ])('takes a video of %d bytes with a Status that nobody knows for %s, and asks again', async (Size, status) => {
    const { service, create, age, state } = await setup()
    const videoId = await create()
    await age(videoId, 20 * MINUTE)
    const video = { Status: 'Reticulating', Size, CreationTime: new Date().toISOString() }
    await setFault('GetVideoInfo', { type: 'respond', status: 200, body: JSON.stringify({ Video: video }) })
    await service.reconcile()
    expect(await state(videoId)).toMatchObject({ status })
    expect(service.log).toEqual([expect.objectContaining({ level: 'info', asked: 1 })])
    await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
    await age(videoId, 60 * MINUTE)
    await service.reconcile()
    expect(await state(videoId)).toMatchObject({ status: 'Normal', size: 10 })
  })

  it('stops for now where VOD throttles', async () => {
    const { service, create, age } = await setup()
    for (let i = 0; i < 12; i++) await age(await create(), 20 * MINUTE)
    await setFault('GetVideoInfo', { type: 'error', status: 400, code: 'Throttling.User' })
    await service.reconcile()
    // Up to five are under way before the first is answered, where that takes long.
    const calls = await asked()
    expect([calls >= 1, calls <= 5]).toEqual([true, true])
  })
})
