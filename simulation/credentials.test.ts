import { describe, expect, it } from 'vitest'
import type { GetAuth } from '../miniprogram/uploader/index'
import { bytesOf, isPart, useWorld } from './use-world'

const test = useWorld()

const asked = (kind: string) => test.world.service.asked.filter((request) => request.kind === kind).length

describe('an STS token', () => {
  it('serves all files until it is about to end', async () => {
    const world = await test.start()
    for (let i = 0; i < 4; i++) await test.reach(test.upload(bytesOf(1, i), {}, `wxfile://${i}.mp4`), 'success')
    expect(asked('create-video')).toBe(1)
    await world.wait(13 * 60_000)
    await test.reach(test.upload(bytesOf(1, 9), {}, 'wxfile://later.mp4'), 'success')
    expect(asked('create-video')).toBe(2)
    // It was renewed in time: VOD has refused nothing.
    expect(world.phone.sent.every(({ answer }) => answer?.status === 200)).toBe(true)
  })

  it('is asked for once by files that begin together', async () => {
    await test.start({ uploader: { filesAtOnce: 5 } })
    const tasks = [0, 1, 2, 3, 4].map((i) => test.upload(bytesOf(1, i), {}, `wxfile://${i}.mp4`))
    for (const task of tasks) await test.reach(task, 'success')
    expect(asked('create-video')).toBe(1)
    expect(test.calls('CreateUploadVideo')).toBe(5)
  })

  it('that VOD calls expired is replaced, once', async () => {
    const world = await test.start()
    await test.reach(test.upload(bytesOf(1), {}, 'wxfile://a.mp4'), 'success')
    world.cloud.cloud.credentials.expire(world.time.now())
    await test.reach(test.upload(bytesOf(1, 2), {}, 'wxfile://b.mp4'), 'success')
    expect(asked('create-video')).toBe(2)
    expect(test.calls('CreateUploadVideo')).toBe(3)
  })
})

describe('an UploadAuth', () => {
  it.each(['sts', 'mixed', 'credential'] as const)(
    'that OSS calls expired is refreshed once for all parts under way, and none is lost: %s',
    async (method) => {
      const world = await test.start({ method, uploader: { parallelParts: 3 } })
      const bytes = bytesOf(9)
      const task = test.upload(bytes)
      await test.sendParts(task, 3)
      world.cloud.cloud.credentials.expire(world.time.now())
      await test.reach(task, 'success', 'error')
      expect(asked('refresh-video')).toBe(1)
      await test.expectStored(task, bytes, test.calls('UploadPart'))
      expect(test.sent(isPart).filter(({ answer }) => answer?.status === 403).length).toBeLessThanOrEqual(3)
      expect(test.calls('CreateUploadVideo')).toBe(1)
    },
  )

  it('is refreshed though the service fails at first: a failure is not kept', async () => {
    const world = await test.start({ method: 'mixed' })
    const bytes = bytesOf(6)
    const task = test.upload(bytes)
    await test.sendParts(task, 2)
    world.cloud.cloud.credentials.expire(world.time.now())
    world.service.down = 2
    await test.reach(task, 'success', 'error')
    expect(asked('refresh-video')).toBe(3)
    await test.expectStored(task, bytes, test.calls('UploadPart'))
  })

  it('that is about to end is renewed while it is still good, so that no part waits or is refused', async () => {
    const world = await test.start({ uploader: { parallelParts: 1 } })
    world.cloud.cloud.switches.uploadAuthSeconds = 100
    world.phone.bytesPerSecond = 13_000
    const bytes = bytesOf(30)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
    expect(world.phone.sent.every(({ answer }) => answer?.status === 200)).toBe(true)
    expect(asked('refresh-video')).toBeGreaterThanOrEqual(2)
  })

  it('keeps its address over a refresh', async () => {
    const world = await test.start({ method: 'mixed' })
    const task = test.upload(bytesOf(6))
    await test.sendParts(task, 2)
    world.cloud.cloud.credentials.expire(world.time.now())
    await test.reach(task, 'success')
    const paths = new Set(test.sent(isPart).map(({ request }) => request.url.split('?')[0]))
    expect(paths.size).toBe(1)
  })
})

describe('getAuth', () => {
  const failing = async (getAuth: GetAuth) => {
    await test.start({ uploader: { getAuth } })
    const task = test.upload(bytesOf(1))
    await test.reach(task, 'error')
    return task.snapshot.error
  }

  it('that rejects fails the upload, with its reason', async () => {
    const cause = new Error('not logged in')
    expect(await failing(() => Promise.reject(cause))).toMatchObject({ code: 'credentials_failed', cause })
    expect(await failing(() => Promise.reject(cause))).toHaveProperty(
      'message',
      expect.stringContaining('not logged in'),
    )
  })

  it('that throws, or answers nonsense, fails it too', async () => {
    const thrown = await failing(() => {
      throw new TypeError('broken')
    })
    expect(thrown).toMatchObject({ code: 'credentials_failed' })
    expect(await failing(() => Promise.resolve({ uploadAuth: '***' }))).toMatchObject({ code: 'vod_malformed' })
  })

  it('that never answers is asked again, ten times in all', async () => {
    let calls = 0
    const error = await failing(() => {
      calls++
      return new Promise(() => undefined)
    })
    expect(error).toMatchObject({ code: 'credentials_failed', cause: { code: 'timed_out' } })
    expect(calls).toBe(10)
  })

  it('is not asked again where it says that this will not pass, whatever the status', async () => {
    let calls = 0
    const cause = Object.assign(new Error('used up'), { status: 429, passing: false })
    await failing(() => {
      calls++
      return Promise.reject(cause)
    })
    expect(calls).toBe(1)
  })

  it('may say when to ask again', async () => {
    let calls = 0
    const world = await test.start({ uploader: { getAuth: (request) => answerLater(request) } })
    const answerLater: GetAuth = (request) => {
      if (++calls > 1) return world.service.getAuth(request)
      return Promise.reject(Object.assign(new Error('busy'), { status: 429, retryAfterS: 90 }))
    }
    const before = world.time.now()
    const task = test.upload(bytesOf(1))
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toBeUndefined()
    expect(world.time.now() - before).toBeGreaterThan(90_000)
  })
})

describe('a wrong clock', () => {
  const DAY_MS = 24 * 3_600_000

  it.each([-DAY_MS, DAY_MS])('does not show: %d ms off from the beginning', async (off) => {
    const world = await test.start()
    world.phone.clockOff = off
    const bytes = bytesOf(3)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
    expect(world.phone.sent.every(({ answer }) => answer?.status === 200)).toBe(true)
  })

  it.each([-DAY_MS, DAY_MS])('costs one refusal a part under way when it jumps by %d ms', async (off) => {
    const world = await test.start({ method: 'mixed' })
    const bytes = bytesOf(9)
    const task = test.upload(bytes)
    await test.sendParts(task, 3)
    world.phone.clockOff = off
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toBeUndefined()
    await test.expectStored(task, bytes, test.calls('UploadPart'))
    expect(test.sent(isPart).filter(({ answer }) => answer?.status !== 200).length).toBeLessThanOrEqual(3)
  })
})
