import { describe, expect, it, vi } from 'vitest'
import { bytesOf, isPart, useWorld } from './use-world'

const test = useWorld()

describe('in the background', () => {
  it('an upload pauses, is not failed by what WeChat interrupts, and goes on when the app is shown', async () => {
    const world = await test.start({ uploader: { tries: 2 } })
    // Each part takes longer than the five seconds that a hidden app's requests go on.
    world.phone.bytesPerSecond = 15_000
    const bytes = bytesOf(7)
    const task = test.upload(bytes)
    await test.sendParts(task, 3)
    world.phone.hide()
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'background' })
    await world.wait(600_000)
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'background' })
    expect(world.phone.waiting).toBe(0)
    const sent = test.sent(isPart).length
    world.phone.show()
    expect(task.snapshot.state).toBe('uploading')
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes, test.calls('UploadPart'))
    expect(test.sent(isPart).length).toBe(sent + 4)
  })

  it('parts that still arrive count', async () => {
    const world = await test.start()
    const bytes = bytesOf(9)
    const task = test.upload(bytes)
    await test.sendParts(task, 3)
    world.phone.hide()
    await world.wait(60_000)
    world.phone.show()
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
  })

  it('nothing new is begun', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(9))
    await test.sendParts(task, 3)
    world.phone.hide()
    const sent = world.phone.sent.length
    await world.wait(60_000)
    expect(world.phone.sent.length).toBe(sent)
  })
})

describe('mobile data', () => {
  const MiB = 1024 * 1024

  it('is asked for before a large file uses it, once for all files', async () => {
    const confirmMobileData = vi.fn(() => Promise.resolve(true))
    const world = await test.start({ uploader: { confirmMobileData, mobileDataFreeBytes: MiB } })
    world.phone.setNetwork('mobile')
    const first = test.upload(bytesOf(12, 1), {}, 'wxfile://a.mp4')
    const second = test.upload(bytesOf(13, 2), {}, 'wxfile://b.mp4')
    await test.reach(first, 'success')
    await test.reach(second, 'success')
    expect(confirmMobileData.mock.calls).toEqual([[expect.any(Number)]])
  })

  it('is not asked for when little is left to send', async () => {
    const confirmMobileData = vi.fn(() => Promise.resolve(false))
    const world = await test.start({ uploader: { confirmMobileData, mobileDataFreeBytes: MiB } })
    world.phone.setNetwork('mobile')
    await test.reach(test.upload(bytesOf(10)), 'success')
    expect(confirmMobileData).not.toHaveBeenCalled()
  })

  it('that is refused leaves the upload waiting for another network', async () => {
    const confirmMobileData = vi.fn(() => Promise.resolve(false))
    const world = await test.start({ uploader: { confirmMobileData, mobileDataFreeBytes: MiB } })
    const bytes = bytesOf(20)
    const task = test.upload(bytes)
    await test.sendParts(task, 3)
    world.phone.setNetwork('mobile')
    await world.wait(600_000)
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'mobile-data' })
    expect(confirmMobileData).toHaveBeenCalledTimes(1)
    world.phone.setNetwork('other')
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
  })

  it('may be used after all when the user resumes', async () => {
    const world = await test.start({
      uploader: { confirmMobileData: () => Promise.resolve(false), mobileDataFreeBytes: MiB },
    })
    world.phone.setNetwork('mobile')
    const task = test.upload(bytesOf(12))
    await world.wait(60_000)
    expect(task.snapshot.pausedBy).toBe('mobile-data')
    task.resume()
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toBeUndefined()
  })
})

describe('the screen', () => {
  it('stays on while bytes are on their way, and only then', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(6))
    await test.sendParts(task, 1)
    expect(world.phone.screenKeptOn).toBe(true)
    task.pause()
    expect(world.phone.screenKeptOn).toBe(false)
    task.resume()
    expect(world.phone.screenKeptOn).toBe(true)
    await test.reach(task, 'success')
    expect(world.phone.screenKeptOn).toBe(false)
  })
})
