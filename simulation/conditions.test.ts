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

  it('is asked for only once it is known that the file is there', async () => {
    const confirmMobileData = vi.fn(() => Promise.resolve(false))
    const world = await test.start({ uploader: { confirmMobileData, mobileDataFreeBytes: MiB } })
    const tasks = ['a', 'b', 'c'].map((name, i) => test.upload(bytesOf(20, i + 1), {}, `wxfile://${name}.mp4`))
    await test.sendParts(tasks[0] as (typeof tasks)[number], 3)
    world.phone.kill()
    world.phone.setNetwork('mobile')
    for (const name of ['a', 'b', 'c']) world.phone.files.delete(`wxfile://${name}.mp4`)
    await world.relaunch()
    await world.wait(60_000)
    expect(world.uploader.tasks.map(({ snapshot }) => snapshot.error)).toEqual(
      Array(3).fill(expect.objectContaining({ code: 'file_missing' })),
    )
    expect(confirmMobileData).not.toHaveBeenCalled()
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

describe('the question before mobile data is used', () => {
  const MiB = 1024 * 1024
  const free = 1.5 * MiB

  async function startThree(consent: (bytes: number) => Promise<boolean>, units = 12) {
    const confirmMobileData = vi.fn(consent)
    const world = await test.start({ uploader: { confirmMobileData, mobileDataFreeBytes: free } })
    world.phone.setNetwork('mobile')
    const tasks = ['a', 'b', 'c'].map((name, i) => test.upload(bytesOf(units, i + 1), {}, `wxfile://${name}.mp4`))
    return { world, tasks, confirmMobileData }
  }

  it('names all that would go', async () => {
    const { world, confirmMobileData } = await startThree(() => Promise.resolve(true))
    await world.wait(1_000)
    expect(confirmMobileData.mock.calls).toEqual([[36 * 100 * 1024]])
  })

  it('comes where many small files are together too much', async () => {
    const { world, confirmMobileData } = await startThree(() => Promise.resolve(false), 7)
    await world.wait(1_000)
    expect(confirmMobileData.mock.calls).toEqual([[21 * 100 * 1024]])
    expect(test.calls('UploadPart')).toBe(0)
  })

  it('that is refused holds all that was asked for, also when little is left of one', async () => {
    const { world, tasks } = await startThree(() => Promise.resolve(false), 10)
    await world.wait(600_000)
    expect(tasks.map(({ snapshot }) => snapshot.pausedBy)).toEqual(['mobile-data', 'mobile-data', 'mobile-data'])
    expect(test.calls('UploadPart')).toBe(0)
  })

  it('that is refused leaves their places to small files that come later', async () => {
    const { world, tasks } = await startThree(() => Promise.resolve(false))
    await world.wait(1_000)
    const small = test.upload(bytesOf(2, 9), {}, 'wxfile://small.mp4')
    await test.reach(small, 'success', 'error')
    expect(small.snapshot.error).toBeUndefined()
    world.phone.setNetwork('other')
    for (const task of tasks) await test.reach(task, 'success', 'error')
    expect(tasks.map(({ snapshot }) => snapshot.state)).toEqual(['success', 'success', 'success'])
  })

  it('was about what there was: what comes later is asked for anew', async () => {
    const { world, confirmMobileData } = await startThree(() => Promise.resolve(true))
    await world.wait(1_000)
    test.upload(bytesOf(16, 9), {}, 'wxfile://later.mp4')
    await world.pass(() => confirmMobileData.mock.calls.length > 1)
    expect(confirmMobileData.mock.calls[1]).toEqual([16 * 100 * 1024])
  })

  it('can be overruled for one file, and the others go on waiting', async () => {
    const { world, tasks } = await startThree(() => Promise.resolve(false))
    await world.wait(1_000)
    const [first, second] = tasks
    first?.resume()
    await test.reach(first as NonNullable<typeof first>, 'success', 'error')
    expect(second?.snapshot.pausedBy).toBe('mobile-data')
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
