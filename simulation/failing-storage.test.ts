import { describe, expect, it } from 'vitest'
import { bytesOf, useWorld } from './use-world'

const test = useWorld()

describe('a storage that throws', () => {
  it('stops neither an upload nor the queue behind it', async () => {
    const world = await test.start({ uploader: { filesAtOnce: 1 } })
    const first = test.upload(bytesOf(4, 1), {}, 'wxfile://a.mp4')
    const second = test.upload(bytesOf(4, 2), {}, 'wxfile://b.mp4')
    await test.sendParts(first, 1)
    world.phone.storageFails = true
    await test.reach(first, 'success', 'error')
    await test.reach(second, 'success', 'error')
    expect([first.snapshot.error, second.snapshot.error]).toEqual([undefined, undefined])
  })

  it('lets an upload be canceled', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(4))
    await test.sendParts(task, 1)
    world.phone.storageFails = true
    void task.cancel()
    expect(task.snapshot.state).toBe('canceled')
    await world.wait(60_000)
    expect(test.calls('AbortMultipartUpload')).toBe(1)
  })

  it('at the launch lets the app start, and what it holds is there at the next', async () => {
    const world = await test.start()
    const bytes = bytesOf(6)
    const task = test.upload(bytes)
    await test.sendParts(task, 2)
    world.phone.storageFails = true
    await world.relaunch()
    expect(world.uploader.tasks).toEqual([])
    // Another upload of this life must not make it forget the first.
    const other = test.upload(bytesOf(3, 2), {}, 'wxfile://b.mp4')
    await test.reach(other, 'success', 'error')
    expect(other.snapshot.error).toBeUndefined()
    world.phone.storageFails = false
    await world.relaunch()
    const [restored] = world.uploader.tasks
    expect(restored?.id).toBe(task.id)
    await test.reach(restored as NonNullable<typeof restored>, 'success', 'error')
    expect(test.calls('CreateUploadVideo')).toBe(2)
  })

  it('leaves no checkpoint behind once it works again', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(3))
    await test.sendParts(task, 1)
    world.phone.storageFails = true
    await test.reach(task, 'success')
    world.phone.storageFails = false
    const other = test.upload(bytesOf(3, 2), {}, 'wxfile://b.mp4')
    await test.reach(other, 'success')
    expect([...world.phone.storage]).toEqual([['wevod.uploads', '[]']])
  })
})
