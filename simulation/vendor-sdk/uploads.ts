import { expect, it } from 'vitest'
import type { load } from '../../miniprogram/vendor-sdk/aliyun-upload-sdk'
import type { ServiceMethod } from '../service'
import { bytesOf } from '../use-world'
import { isForm, useVendor } from './use-vendor'

const expired = (operation: string) => ({ operation, fault: { type: 'expiredToken' as const } })
const refused = (status: number, code: string) => ({
  operation: 'PostObject',
  fault: { type: 'error' as const, status, code },
})

/** What holds for a user whatever SDK is driven: Alibaba's own, or one that stands in for it. */
export function describeUploads(getLoad: () => typeof load | undefined, method: ServiceMethod): void {
  const test = useVendor()
  const start = () => test.start({ load: getLoad(), method })

  it('uploads a file under its title', async () => {
    await start()
    const bytes = bytesOf(5)
    const task = test.upload(bytes, { title: '海边 & <b>' })
    await test.expectArrived(task, bytes)
    expect(test.videos()).toEqual([expect.objectContaining({ title: '海边 & <b>', status: 'Normal' })])
  })

  it('uploads three files in a row', async () => {
    await start()
    const files = [bytesOf(3, 1), bytesOf(4, 2), bytesOf(2, 3)]
    const tasks = files.map((bytes, i) => test.upload(bytes, { title: `${i}` }, `wxfile://tmp_${i}.mp4`))
    for (const [i, task] of tasks.entries()) {
      await test.expectArrived(task, files[i] as Uint8Array, i + 1)
    }
    expect(test.videos().map(({ title }) => title)).toEqual(['0', '1', '2'])
  })

  it('tells how far it is, and never that it is further than it is', async () => {
    await start()
    const task = test.upload(bytesOf(10))
    const seen: number[] = []
    task.subscribe(({ state, progress }) => {
      if (progress) seen.push(progress.percent)
      if (progress?.percent === 100) expect(['success', 'uploading']).toContain(state)
    })
    await test.reach(task, 'success', 'error')
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(new Set(seen).size).toBeGreaterThan(10)
    expect(seen.at(-1)).toBe(100)
    expect(seen.filter((percent) => percent > 0 && percent < 5)).not.toEqual([])
  })

  it('calls a 403 of OSS a failure, and sends the file to the same video when the user says so', async () => {
    await start()
    test.fault(refused(403, 'AccessDenied'))
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    expect(task.snapshot).toMatchObject({ state: 'error', error: { code: 'oss_refused', cloudCode: 'AccessDenied' } })
    task.start()
    await test.expectArrived(task, bytes, 2)
    expect(test.videos()).toHaveLength(1)
  })

  it.each([
    ['a server error', refused(503, 'ServiceUnavailable')],
    ["a proxy's page", { operation: 'PostObject', fault: { type: 'respond', status: 502, body: '<html>' } }],
    // OSS says so, but has nothing: VOD knows better.
    ["a portal's page", { operation: 'PostObject', fault: { type: 'respond', status: 200, body: '<html>' } }],
    ['an answer that is late', { operation: 'PostObject', fault: { type: 'error', status: 408, code: 'X' } }],
  ] as const)('sends the file again, to the same video, after %s', async (_, fault) => {
    await start()
    test.fault(fault)
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes, 2)
    expect(test.videos()).toHaveLength(1)
  })

  it('gives up after three forms', async () => {
    await start()
    test.fault({ ...refused(500, 'InternalError'), times: 'always' })
    const task = test.upload(bytesOf(2))
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toMatchObject({ code: 'oss_refused', status: 500, cloudCode: 'InternalError' })
    expect(test.sent(isForm)).toHaveLength(3)
  })

  it('replaces a token that has ended before it was used', async () => {
    await start()
    test.fault(expired(method === 'credential' ? 'PostObject' : 'CreateUploadVideo'))
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes, method === 'credential' ? 2 : 1)
    expect(test.videos()).toHaveLength(1)
  })

  it('replaces a key that ends while the file is on its way, and keeps the video', async () => {
    await start()
    const bytes = bytesOf(30)
    const task = test.upload(bytes)
    await test.sending()
    const { cloud, time } = test.world
    cloud.cloud.credentials.expire(time.now())
    await test.expectArrived(task, bytes, 2)
    expect(test.videos()).toHaveLength(1)
    expect(test.asked('refresh-video')).toBeGreaterThan(0)
  })

  it.each([-3_600_000, 3_600_000])('does not mind a clock that is %d ms off', async (off) => {
    const world = await start()
    world.phone.clockOff = off
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes)
  })

  it('takes longer than the five minutes that the SDK gives its form', async () => {
    const world = await start()
    world.phone.bytesPerSecond = 3000
    const bytes = bytesOf(20)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes)
    expect(world.time.now() - (test.sent(isForm)[0]?.at ?? 0)).toBeGreaterThan(600_000)
  })

  it('ends what is on its way when the user cancels', async () => {
    const world = await start()
    const task = test.upload(bytesOf(10))
    await test.sending()
    await task.cancel()
    expect(test.sent(isForm)).toEqual([expect.objectContaining({ aborted: true })])
    const { length } = world.phone.sent
    await world.wait(3_600_000)
    expect(task.snapshot.state).toBe('canceled')
    expect(world.phone.sent).toHaveLength(length)
    expect(world.phone.waiting).toBe(0)
  })

  it('sends nothing after a cancel that comes before the file is on its way', async () => {
    const world = await start()
    const task = test.upload(bytesOf(10))
    await world.pass(() => world.phone.waiting > 0, 1)
    await task.cancel()
    const form = test.sent(isForm).length
    await world.wait(3_600_000)
    expect(test.sent(isForm)).toHaveLength(form)
    expect(test.videos().every(({ status }) => status === 'Uploading')).toBe(true)
    expect(task.snapshot.state).toBe('canceled')
  })

  it('goes on to the next file after a cancel', async () => {
    await start()
    const first = test.upload(bytesOf(10), {}, 'wxfile://tmp_1.mp4')
    const bytes = bytesOf(3, 2)
    const second = test.upload(bytes, {}, 'wxfile://tmp_2.mp4')
    await test.sending()
    await first.cancel()
    await test.expectArrived(second, bytes, 2)
  })

  it('notices that no answer comes any more', async () => {
    const world = await start()
    world.phone.fates.push({ fate: 'silent', matches: isForm })
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    const since = world.time.now()
    await test.expectArrived(task, bytes)
    expect(world.time.now() - since).toBeLessThan(90_000)
  })

  it('sends nothing again when only the answer was lost', async () => {
    const world = await start()
    world.phone.fates.push({ fate: 'reset-after', matches: isForm })
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes)
  })

  it('begins anew when the app is shown again', async () => {
    const world = await start()
    const bytes = bytesOf(100)
    const task = test.upload(bytes)
    await test.sending()
    world.phone.hide()
    await test.reach(task, 'paused')
    expect(task.snapshot.pausedBy).toBe('background')
    await world.wait(600_000)
    expect(task.snapshot.state).toBe('paused')
    world.phone.show()
    await test.expectArrived(task, bytes, 2)
    expect(test.videos()).toHaveLength(1)
  })

  it('begins anew when the network is back, and burns no tries', async () => {
    const world = await start()
    const bytes = bytesOf(20)
    const task = test.upload(bytes)
    for (let i = 1; i <= 5; i++) {
      await world.pass(() => test.sent(isForm).length === i)
      world.phone.setNetwork('none')
      await test.reach(task, 'paused')
      await world.wait(600_000)
      world.phone.setNetwork('other')
    }
    await test.expectArrived(task, bytes, 6)
  })

  it('makes a new video, and says so, when its own is deleted', async () => {
    const world = await start()
    test.fault(refused(403, 'AccessDenied'))
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.reach(task, 'error')
    world.cloud.cloud.videos.remove(task.snapshot.videoId ?? '')
    task.start()
    await test.expectArrived(task, bytes, 2)
    expect(task.snapshot.notice).toBe('video_gone')
  })
}
