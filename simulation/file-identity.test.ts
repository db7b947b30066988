import { describe, expect, it } from 'vitest'
import type { UploadTask } from '../miniprogram/uploader/index'
import { bytesOf, UNIT, useWorld } from './use-world'

const test = useWorld()

/** macOS WeChat names temp files by their own name, and phones count all films alike. */
const PATH = 'wxfile://temp/IMG_0001.MOV'
const PICKED = bytesOf(12)

/** Lets an upload end, and holds that nothing was completed and that it is the file which has changed. */
async function expectChanged(task: UploadTask): Promise<void> {
  await test.reach(task, 'error', 'success')
  expect(task.snapshot.error).toMatchObject({ code: 'file_changed' })
  expect(test.calls('CompleteMultipartUpload')).toBe(0)
}

describe('a file that another one has replaced at its path', () => {
  it.each([
    ['of the same size', bytesOf(12, 2)],
    ['that is larger', bytesOf(15, 2)],
    ['that is shorter', bytesOf(9, 2)],
    ['that has grown', Uint8Array.from([...PICKED, 1, 2, 3])],
  ])('while it is sent is never completed: %s', async (_, other) => {
    const world = await test.start()
    const task = test.upload(PICKED, {}, PATH)
    await test.sendParts(task, 4)
    world.phone.changeFile(PATH, other)
    await expectChanged(task)
    // The picked file, picked again, goes on, and nothing of the other one is in what is stored.
    world.put('wxfile://again.mov', PICKED)
    expect(await world.uploader.reattachFile({ path: 'wxfile://again.mov' })).toBe(task)
    await test.reach(task, 'success')
    await test.expectStored(task, PICKED, test.calls('UploadPart'))
  })

  it('is found out by the parts that were sent, where size and samples are those of the picked one', async () => {
    const world = await test.start()
    const task = test.upload(PICKED, {}, PATH)
    await test.sendParts(task, 4)
    const other = Uint8Array.from(PICKED)
    // In each of the parts of which one arrives first, between the samples of the fingerprint.
    for (const start of [50_000, 110_000, 210_000]) other.fill(7, start, start + 10_000)
    world.phone.changeFile(PATH, other)
    await expectChanged(task)
  })

  it('is compared byte by byte where the phone says that it was written to', async () => {
    const world = await test.start()
    world.phone.changedAt.set(PATH, 1_767_000_000)
    const task = test.upload(PICKED, {}, PATH)
    await test.sendParts(task, 6)
    const other = Uint8Array.from(PICKED)
    other.fill(7, 4 * UNIT + 60_000, 4 * UNIT + 60_100)
    world.phone.changeFile(PATH, other)
    await expectChanged(task)
  })

  it('goes on where the same bytes were only written anew', async () => {
    const world = await test.start()
    world.phone.changedAt.set(PATH, 1_767_000_000)
    const task = test.upload(PICKED, {}, PATH)
    await test.sendParts(task, 6)
    world.phone.changeFile(PATH, Uint8Array.from(PICKED))
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, PICKED)
  })

  it('before its turn has come is not taken for it', async () => {
    const world = await test.start({ uploader: { filesAtOnce: 1 } })
    const first = test.upload(bytesOf(6, 3), {}, 'wxfile://first.mp4')
    const second = test.upload(PICKED, {}, PATH)
    await test.sendParts(first, 1)
    world.phone.changeFile(PATH, bytesOf(12, 2))
    await test.reach(second, 'error', 'success')
    expect(second.snapshot.error).toMatchObject({ code: 'file_changed' })
  })

  it.each([
    ['and the app had time to look at the first', true, {}],
    ['at once, so that only their sizes tell them apart', false, { size: PICKED.length }],
  ])('is stored once: two were picked at one path %s', async (_, looks, size) => {
    const world = await test.start()
    const other = bytesOf(14, 2)
    const first = world.uploader.add({ ...world.put(PATH, PICKED), ...size })
    if (looks) await world.wait(100)
    const second = world.uploader.add({ ...world.put(PATH, other), ...(looks ? {} : { size: other.length }) })
    first.start()
    second.start()
    await test.reach(first, 'error', 'success')
    await test.reach(second, 'error', 'success')
    expect(first.snapshot.error).toMatchObject({ code: 'file_changed' })
    await test.expectStored(second, other, test.calls('UploadPart'))
    expect(test.calls('CompleteMultipartUpload')).toBe(1)
  })

  it('in an earlier life of the app leaves nothing of it behind', async () => {
    const world = await test.start()
    const task = test.upload(PICKED, {}, PATH)
    await test.sendParts(task, 3)
    world.phone.changeFile(PATH, bytesOf(12, 2))
    await world.pass(() => (task.snapshot.progress?.uploadedBytes ?? 0) >= 8 * UNIT)
    await world.relaunch()
    const [restored] = world.uploader.tasks
    if (!restored) throw new Error('Nothing was restored.')
    await expectChanged(restored)
    world.put('wxfile://again.mov', PICKED)
    await world.uploader.reattachFile({ path: 'wxfile://again.mov' })
    await test.reach(restored, 'success')
    await test.expectStored(restored, PICKED, test.calls('UploadPart'))
  })
})

it('a file that stays where it is, is read again for a few parts only before it is completed', async () => {
  const world = await test.start()
  let read = 0
  const { open } = world.ports.files
  world.ports.files.open = async (path) => {
    const file = await open(path)
    return {
      ...file,
      read(position, length, into) {
        read += length
        return file.read(position, length, into)
      },
    }
  }
  const bytes = bytesOf(40)
  await test.reach(test.upload(bytes), 'success')
  // Once to send it; three parts and three fingerprints besides.
  expect(read).toBeLessThanOrEqual(bytes.length + 3 * UNIT + 3 * 128 * 1024)
})
