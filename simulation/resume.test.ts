import { describe, expect, it } from 'vitest'
import { bytesOf, isPart, UNIT, useWorld } from './use-world'

const test = useWorld()

describe('after the app was killed, an upload', () => {
  it('goes on with the same video and the same parts: ListParts tells what is there', async () => {
    const world = await test.start({ uploader: { parallelParts: 3 } })
    const bytes = bytesOf(10.3)
    const task = test.upload(bytes, { title: '海边' })
    await test.sendParts(task, 4)
    const { videoId } = task.snapshot
    const arrived = test.calls('UploadPart')
    await world.relaunch()
    const [restored] = world.uploader.tasks
    expect(restored?.snapshot).toMatchObject({ id: task.id, videoId, started: true, file: { title: '海边' } })
    expect(restored?.snapshot.progress?.uploadedBytes).toBeGreaterThanOrEqual(4 * UNIT)
    if (!restored) throw new Error('Nothing was restored.')
    await test.reach(restored, 'success', 'error')
    expect(restored.snapshot.videoId).toBe(videoId)
    // What was on its way when the app died had to be sent again, and nothing else.
    expect(arrived).toBeLessThanOrEqual(7)
    await test.expectStored(restored, bytes, test.sent(isPart).length)
    expect(test.sent(isPart).length).toBeLessThanOrEqual(11 + 3)
    expect([test.calls('CreateUploadVideo'), test.calls('InitiateMultipartUpload'), test.calls('ListParts')]).toEqual([
      1, 1, 1,
    ])
    expect(world.phone.storage.get('wevod.uploads')).toBe('[]')
  })

  it('stays paused when the user had paused it', async () => {
    const world = await test.start()
    const bytes = bytesOf(6)
    const task = test.upload(bytes)
    await test.sendParts(task, 2)
    task.pause()
    await world.relaunch()
    const [restored] = world.uploader.tasks
    expect(restored?.snapshot).toMatchObject({ state: 'paused', pausedBy: 'user' })
    expect(restored?.snapshot.progress?.percent).toBeGreaterThan(30)
    const before = world.phone.sent.length
    await world.wait(60_000)
    expect(world.phone.sent.length).toBe(before)
    restored?.resume()
    await test.reach(restored as NonNullable<typeof restored>, 'success')
    expect(test.calls('CreateUploadVideo')).toBe(1)
  })

  it('is complete when only the answer to Complete was missing', async () => {
    const world = await test.start()
    const bytes = bytesOf(3)
    const task = test.upload(bytes)
    await world.pass(() => test.calls('CompleteMultipartUpload') === 1)
    expect(task.snapshot.state).toBe('uploading')
    await world.relaunch()
    const [restored] = world.uploader.tasks
    await test.reach(restored as NonNullable<typeof restored>, 'success', 'error')
    await test.expectStored(restored as NonNullable<typeof restored>, bytes)
  })

  it('sends the parts again, to the same video, when OSS has dropped them, and says so', async () => {
    const world = await test.start()
    const bytes = bytesOf(4)
    const task = test.upload(bytes)
    await test.sendParts(task, 2)
    const { videoId } = task.snapshot
    world.cloud.cloud.objects.uploads.reset()
    await world.relaunch()
    const [restored] = world.uploader.tasks
    await test.reach(restored as NonNullable<typeof restored>, 'success', 'error')
    expect(restored?.snapshot).toMatchObject({ state: 'success', videoId, notice: 'parts_gone' })
    expect([test.calls('CreateUploadVideo'), test.calls('InitiateMultipartUpload')]).toEqual([1, 2])
  })

  it.each(['sts', 'mixed'] as const)(
    'goes to a new video when its own was deleted, and says so: %s',
    async (method) => {
      const world = await test.start({ method })
      const bytes = bytesOf(4)
      const task = test.upload(bytes)
      await test.sendParts(task, 2)
      const { videoId } = task.snapshot
      world.phone.kill()
      world.cloud.cloud.videos.remove(videoId ?? '')
      // The key ends while the app is closed, so that it has to be renewed: then VOD knows no such video.
      await world.wait(3_600_000)
      await world.relaunch()
      const [restored] = world.uploader.tasks
      await test.reach(restored as NonNullable<typeof restored>, 'success', 'error')
      expect(restored?.snapshot).toMatchObject({ state: 'success', notice: 'video_gone' })
      expect(restored?.snapshot.videoId).not.toBe(videoId)
      expect(test.calls('CreateUploadVideo')).toBe(2)
    },
  )

  it('asks for its file when that is gone, takes no other one, and goes on with the same', async () => {
    const world = await test.start({ uploader: { parallelParts: 3 } })
    const bytes = bytesOf(8)
    const task = test.upload(bytes, { title: '海边' })
    await test.sendParts(task, 3)
    const { videoId } = task.snapshot
    world.phone.files.clear()
    await world.relaunch()
    const [restored] = world.uploader.tasks
    if (!restored) throw new Error('Nothing was restored.')
    await test.reach(restored, 'error')
    expect(restored.snapshot.error).toMatchObject({ code: 'file_missing' })
    const sameSize = bytesOf(8, 2)
    expect(await world.uploader.reunite(world.put('wxfile://other.mp4', sameSize))).toBeUndefined()
    expect(await world.uploader.reunite(world.put('wxfile://shorter.mp4', bytes.subarray(1)))).toBeUndefined()
    expect(restored.snapshot.state).toBe('error')
    expect(await world.uploader.reunite(world.put('wxfile://again.mp4', bytes))).toBe(restored)
    await test.reach(restored, 'success', 'error')
    expect(restored.snapshot).toMatchObject({ videoId, file: { path: 'wxfile://again.mp4', title: '海边' } })
    expect(test.calls('CreateUploadVideo')).toBe(1)
    expect(test.sent(isPart).length).toBeLessThanOrEqual(8 + 3)
  })

  it('knows its file again though its turn had not come before the app was killed', async () => {
    const world = await test.start({ uploader: { filesAtOnce: 1 } })
    test.upload(bytesOf(6), {}, 'wxfile://a.mp4')
    const waiting = test.upload(bytesOf(4, 2), { title: 'second' }, 'wxfile://b.mp4')
    await world.wait(100)
    expect(waiting.snapshot).toMatchObject({ state: 'waiting', started: true })
    world.phone.files.delete('wxfile://b.mp4')
    await world.relaunch()
    const restored = world.uploader.get(waiting.id)
    if (!restored) throw new Error('It was not restored.')
    await test.reach(restored, 'error')
    expect(await world.uploader.reunite(world.put('wxfile://c.mp4', bytesOf(4, 3)))).toBeUndefined()
    expect(await world.uploader.reunite(world.put('wxfile://d.mp4', bytesOf(4, 2)))).toBe(restored)
    await test.reach(restored, 'success')
  })

  it('takes what the user gives it where it had never looked at its file', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(4))
    world.phone.files.clear()
    // Killed within the moment in which it was started.
    await world.relaunch()
    const restored = world.uploader.get(task.id)
    if (!restored) throw new Error('It was not restored.')
    await test.reach(restored, 'error')
    const file = world.put('wxfile://again.mp4', bytesOf(4))
    expect(await world.uploader.reunite(file)).toBeUndefined()
    expect(await restored.replaceFile(file)).toBe(true)
    await test.reach(restored, 'success')
  })

  it('takes a file that has changed under its path for a lost one', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(4))
    await test.sendParts(task, 1)
    world.phone.kill()
    world.put('wxfile://tmp_a.mp4', bytesOf(4, 2))
    await world.relaunch()
    const [restored] = world.uploader.tasks
    await test.reach(restored as NonNullable<typeof restored>, 'error')
    expect(restored?.snapshot.error).toMatchObject({ code: 'file_changed' })
  })

  it('is forgotten when it had been canceled or had arrived', async () => {
    const world = await test.start()
    const first = test.upload(bytesOf(3), {}, 'wxfile://a.mp4')
    await test.reach(first, 'success')
    const second = test.upload(bytesOf(3), {}, 'wxfile://b.mp4')
    await test.sendParts(second, 1)
    void second.cancel()
    await world.relaunch()
    expect(world.uploader.tasks).toEqual([])
  })
})

describe('while the app lives, an upload', () => {
  it('takes Complete for done when OSS no longer knows the upload, and sends nothing twice', async () => {
    const world = await test.start()
    world.phone.fates.push({
      fate: 'reset-after',
      matches: ({ method, url }) => method === 'POST' && url.includes('?uploadId='),
    })
    const bytes = bytesOf(3)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
    expect(test.calls('CompleteMultipartUpload')).toBe(2)
  })

  it('sends the parts again when OSS drops the upload before it is complete', async () => {
    const world = await test.start()
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.sendParts(task, 3)
    world.cloud.cloud.objects.uploads.reset()
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes, test.sent(isPart).length)
    expect(task.snapshot.notice).toBe('parts_gone')
    expect(test.calls('CreateUploadVideo')).toBe(1)
  })

  it('finds the part that a late request has changed, and sends that one again', async () => {
    const world = await test.start({ uploader: { parallelParts: 1, partSize: { start: 2 * UNIT, largest: 2 * UNIT } } })
    // It is taken for lost, sent again as two smaller parts, and arrives 20 s later over the first of them.
    world.phone.fates.push({ fate: 'late', matches: isPart })
    world.phone.latencyMs = 2_000
    const bytes = bytesOf(12)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toBeUndefined()
    await test.expectStored(task, bytes, test.calls('UploadPart'))
    expect([test.calls('ListParts'), test.calls('CompleteMultipartUpload')]).toEqual([1, 2])
  })

  it('keeps a checkpoint after each part', async () => {
    const world = await test.start({ uploader: { parallelParts: 1 } })
    const task = test.upload(bytesOf(4))
    for (const parts of [1, 2, 3]) {
      await test.sendParts(task, parts)
      const stored = JSON.parse(world.phone.storage.get(`wevod.upload.${task.id}`) ?? '{}') as Record<string, unknown>
      expect(stored).toMatchObject({ version: 1, id: task.id, uploadId: expect.any(String), completing: false })
      expect(String(stored.parts).match(/\d+:102400:[0-9a-f]+\.[0-9a-f]+;/g)).toHaveLength(parts)
    }
  })

  it('says that it could not go on after a restart when the storage is full, and arrives all the same', async () => {
    const world = await test.start()
    world.phone.storageFull = true
    const bytes = bytesOf(2)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.notice).toBe('not_resumable')
    await test.expectStored(task, bytes)
  })
})
