import { beforeEach, describe, expect, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { age, forgetAll, stored } from '../test-support/stored-videos'
import { testUser } from '../test-support/user'
import { CALLBACK, signedEvent } from '../test-support/vod-event'

const HOUR = 60 * 60_000
const DAY = 24 * HOUR

beforeEach(async () => {
  await emulator('POST', '/reset')
  await forgetAll()
})

/** VOD denies all videos, as it does in another region, or to another account's key. */
const denyAll = () =>
  emulator('POST', '/faults', [
    {
      operation: 'GetVideoInfo',
      times: 'always',
      fault: { type: 'error', status: 404, code: 'InvalidVideo.NotFound' },
    },
  ])

const recover = () => emulator('DELETE', '/faults')

async function setup() {
  const service = testService(CALLBACK)
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  const create = async () => (await user.create()).json.videoId as string
  const status = async (videoId: string) => (await stored(videoId)).video?.status
  /** Lets so much time pass for a video, and runs the job. */
  const runAfter = async (ms: number, ...videoIds: string[]) => {
    for (const videoId of videoIds) await age(videoId, ms)
    await service.reconcile()
  }
  /** VOD does not know the video, over more than a day. */
  const lose = async (videoId: string) => {
    await denyAll()
    for (const ms of [HOUR, 10 * HOUR, 15 * HOUR]) await runAfter(ms, videoId)
  }
  const announce = (videoId: string, type: string) =>
    service.call(
      'POST',
      '/vod/events',
      signedEvent({
        EventType: type,
        EventTime: new Date().toISOString(),
        VideoId: videoId,
        Status: 'success',
        Size: 10,
      }),
    )
  return { service, user, create, status, runAfter, lose, announce }
}

describe('a video that VOD does not know', () => {
  it('stays as it is after one answer, after many in a short time, and after two a day apart', async () => {
    const { create, status, runAfter } = await setup()
    const videoId = await create()
    await denyAll()
    for (const ms of [HOUR, HOUR, HOUR, HOUR]) await runAfter(ms, videoId)
    expect(await status(videoId)).toBe('Uploading')
    const other = await create()
    for (const ms of [HOUR, 25 * HOUR]) await runAfter(ms, other)
    expect(await status(other)).toBe('Uploading')
  })

  it('is Deleted once VOD has said so three times over a day, and its owner is told', async () => {
    const { user, create, status, lose } = await setup()
    const videoId = await create()
    await lose(videoId)
    expect(await status(videoId)).toBe('Deleted')
    expect([(await user.get(videoId)).status, (await user.get(videoId)).json.code]).toEqual([404, 'video_not_found'])
  })

  it('begins anew when VOD knows it in between, or announces something', async () => {
    const { create, status, runAfter, announce } = await setup()
    const [answered, announced] = [await create(), await create()]
    await denyAll()
    await runAfter(HOUR, answered, announced)
    await recover()
    await announce(announced, 'VideoAnalysisComplete')
    await runAfter(10 * HOUR, answered)
    expect(await stored(answered)).toMatchObject({ video: { not_found_count: 0, not_found_since: null } })
    expect(await stored(announced)).toMatchObject({ video: { not_found_count: 0, not_found_since: null } })
    await denyAll()
    await runAfter(15 * HOUR, answered, announced)
    expect([await status(answered), await status(announced)]).toEqual(['Uploading', 'Uploading'])
  })

  it('comes back from Deleted by a notification that arrives later', async () => {
    const { create, status, lose, announce } = await setup()
    const videoId = await create()
    await lose(videoId)
    await announce(videoId, 'FileUploadComplete')
    expect(await status(videoId)).toBe('UploadSucc')
  })

  it('comes back from Deleted by an answer of VOD, when its owner asks', async () => {
    const { user, create, status, lose } = await setup()
    const videoId = await create()
    await lose(videoId)
    await recover()
    await emulator('POST', `/videos/${videoId}/file`, 'ten bytes!')
    expect((await user.get(videoId)).json).toMatchObject({ status: 'Normal', size: 10 })
    expect(await status(videoId)).toBe('Normal')
  })
})

describe('a run in which VOD knows hardly any video', () => {
  it('ends, logs an error, and makes no video Deleted, however often', async () => {
    const { service, create, status, runAfter } = await setup()
    const ids: string[] = []
    for (let i = 0; i < 12; i++) ids.push(await create())
    await denyAll()
    for (let day = 0; day < 4; day++) await runAfter(DAY, ...ids)
    expect(new Set(await Promise.all(ids.map(status)))).toEqual(new Set(['Uploading']))
    const calls = (await emulator('GET', '/calls')) as Record<string, number>
    // Five are enough to see it; as many again may be under way by then.
    expect(calls.GetVideoInfo).toBeLessThanOrEqual(4 * 10)
    const lines = service.log.filter(({ event }) => event === 'reconcile')
    expect(lines).toHaveLength(4)
    for (const line of lines) {
      expect(line).toMatchObject({
        level: 'error',
        code: 'videos_not_found',
        hint: expect.stringContaining('VOD_REGION'),
      })
    }
    await recover()
    await runAfter(DAY, ...ids)
    expect(service.log.filter(({ event }) => event === 'reconcile').at(-1)).toMatchObject({ level: 'info', asked: 12 })
  }, 30_000)
})
