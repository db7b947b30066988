import { describe, expect, it } from 'vitest'
import { bytesOf, isAbort, isPart, UNIT, useWorld } from './use-world'

const test = useWorld()

describe('pause', () => {
  it('aborts what is under way, keeps what has arrived, and resume sends the rest once', async () => {
    const world = await test.start({ uploader: { parallelParts: 3 } })
    const bytes = bytesOf(9)
    const task = test.upload(bytes)
    await test.sendParts(task, 3)
    expect(world.phone.waiting).toBe(3)
    task.pause()
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'user' })
    await world.settle()
    expect(world.phone.waiting).toBe(0)
    const sent = world.phone.sent.length
    await world.wait(3_600_000)
    expect(world.phone.sent.length).toBe(sent)
    task.resume()
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes, test.calls('UploadPart'))
    expect(test.sent(isPart).length).toBe(9 + 3)
    expect([test.calls('CreateUploadVideo'), test.calls('InitiateMultipartUpload'), test.calls('ListParts')]).toEqual([
      1, 1, 0,
    ])
  })

  it('lets the making of a video finish, so that there is never a second one', async () => {
    const world = await test.start()
    world.phone.latencyMs = 1_000
    const bytes = bytesOf(2)
    const task = test.upload(bytes)
    await world.pass(() => test.sent(({ headers }) => headers['x-acs-action'] !== undefined).length === 1)
    task.pause()
    await world.wait(30_000)
    expect([test.calls('CreateUploadVideo'), test.calls('InitiateMultipartUpload')]).toEqual([1, 0])
    task.resume()
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
    expect(test.calls('CreateUploadVideo')).toBe(1)
  })

  it('gives its place to the next file, and takes its turn again', async () => {
    await test.start({ uploader: { filesAtOnce: 1 } })
    const first = test.upload(bytesOf(4, 1), {}, 'wxfile://a.mp4')
    const second = test.upload(bytesOf(4, 2), {}, 'wxfile://b.mp4')
    await test.sendParts(first, 1)
    expect(second.snapshot).toMatchObject({ state: 'waiting', started: true })
    first.pause()
    await test.reach(second, 'uploading')
    first.resume()
    expect(first.snapshot).toMatchObject({ state: 'waiting', started: true })
    await test.reach(second, 'success')
    await test.reach(first, 'success')
  })

  it('of a file that waits for its turn keeps it waiting', async () => {
    await test.start({ uploader: { filesAtOnce: 1 } })
    const first = test.upload(bytesOf(2, 1), {}, 'wxfile://a.mp4')
    const second = test.upload(bytesOf(2, 2), {}, 'wxfile://b.mp4')
    second.pause()
    await test.reach(first, 'success')
    expect(second.snapshot).toMatchObject({ state: 'paused', pausedBy: 'user' })
    second.resume()
    await test.reach(second, 'success')
  })

  it('does nothing to what has not begun or is over', async () => {
    const world = await test.start()
    const task = world.uploader.add(world.put('wxfile://a.mp4', bytesOf(1)))
    task.pause()
    expect(task.snapshot.state).toBe('waiting')
    task.start()
    await test.reach(task, 'success')
    task.pause()
    task.resume()
    task.start()
    expect(task.snapshot.state).toBe('success')
  })
})

describe('cancel', () => {
  it('aborts what is under way, drops the parts at OSS and the checkpoint, and sends nothing else', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(9))
    const outcome = task.result.catch((error: unknown) => error)
    await test.sendParts(task, 2)
    const before = world.phone.sent.length
    void task.cancel()
    expect(task.snapshot.state).toBe('canceled')
    expect(await outcome).toMatchObject({ code: 'canceled' })
    await world.wait(3_600_000)
    const after = world.phone.sent.slice(before).map(({ request }) => request)
    expect(after.map(isAbort)).toEqual([true])
    expect(test.calls('AbortMultipartUpload')).toBe(1)
    expect([...world.phone.storage.keys()]).toEqual(['wevod.uploads'])
  })

  it('of a paused or failed upload drops its parts too', async () => {
    const world = await test.start({ uploader: { parallelParts: 1 } })
    const paused = test.upload(bytesOf(4), {}, 'wxfile://a.mp4')
    await test.sendParts(paused, 1)
    paused.pause()
    void paused.cancel()
    // What it had sent still arrives.
    await world.wait(10_000)
    test.fault({ operation: 'UploadPart', fault: { type: 'error', status: 403, code: 'AccessDenied' } })
    const failed = test.upload(bytesOf(4, 2), {}, 'wxfile://b.mp4')
    await test.reach(failed, 'error')
    void failed.cancel()
    await world.wait(10_000)
    expect(test.calls('AbortMultipartUpload')).toBe(2)
    expect([paused.snapshot.state, failed.snapshot.state]).toEqual(['canceled', 'canceled'])
  })

  it('while the video is being made sends nothing more', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(2))
    await world.pass(() => world.phone.sent.length === 1)
    void task.cancel()
    await world.wait(60_000)
    expect(world.phone.sent).toHaveLength(1)
    expect(world.phone.timers.size).toBe(0)
  })

  it('of a file that waits lets nothing happen', async () => {
    const world = await test.start()
    const task = world.uploader.add(world.put('wxfile://a.mp4', bytesOf(1)))
    world.uploader.remove(task.id)
    await world.wait(1000)
    expect([task.snapshot.state, world.phone.sent.length, world.uploader.tasks.length]).toEqual(['canceled', 0, 0])
  })
})

describe('progress', () => {
  it('is of acknowledged bytes, never falls over pauses, and is 100 % after Complete only', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(6.5))
    const shown: number[] = []
    const percents: number[] = []
    task.subscribe(({ progress, state }) => {
      if (!progress) return
      shown.push(progress.uploadedBytes)
      percents.push(progress.percent)
      if (progress.percent === 100) expect(test.calls('CompleteMultipartUpload')).toBe(1)
      if (state === 'success') expect(progress.percent).toBe(100)
    })
    await test.sendParts(task, 2)
    task.pause()
    await world.wait(1000)
    task.resume()
    await test.reach(task, 'success')
    expect(shown).toEqual([...shown].sort((a, b) => a - b))
    expect(percents.at(-1)).toBe(100)
    expect(shown.every((bytes) => bytes % (UNIT / 2) === 0)).toBe(true)
  })
})
