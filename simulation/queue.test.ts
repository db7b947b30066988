import { describe, expect, it } from 'vitest'
import type { UploadSnapshot } from '../miniprogram/uploader/index'
import { bytesOf, useWorld } from './use-world'

const test = useWorld()

const add = (count: number, units = 3) =>
  Array.from({ length: count }, (_, i) =>
    test.world.uploader.add({ ...test.world.put(`wxfile://${i}.mp4`, bytesOf(units, i)), title: `${i}` }),
  )
const statesOf = () => test.world.uploader.tasks.map(({ snapshot }) => snapshot.state)

describe('the uploader', () => {
  it('starts nothing by itself', async () => {
    const world = await test.start()
    add(2)
    await world.wait(60_000)
    expect(statesOf()).toEqual(['waiting', 'waiting'])
    expect(world.phone.sent).toHaveLength(0)
  })

  it('keeps two files under way, in the order of adding', async () => {
    const world = await test.start()
    const tasks = add(4)
    for (const task of tasks) task.start()
    expect(statesOf()).toEqual(['checking', 'checking', 'waiting', 'waiting'])
    await world.pass(() => statesOf()[0] === 'success' || statesOf()[1] === 'success')
    await world.settle()
    expect(statesOf().filter((state) => state === 'checking' || state === 'uploading')).toHaveLength(2)
    expect(statesOf()[3]).toBe('waiting')
    await world.pass(() => statesOf().every((state) => state === 'success'))
    expect(statesOf()).toEqual(['success', 'success', 'success', 'success'])
  })

  it('never has more requests under way than it may, whatever the files', async () => {
    const world = await test.start({ uploader: { filesAtOnce: 4, maxRequests: 5 } })
    for (const task of add(4, 6)) task.start()
    let most = 0
    await world.pass(() => {
      most = Math.max(most, world.phone.waiting)
      return statesOf().every((state) => state === 'success')
    })
    expect(most).toBe(5)
    expect(statesOf()).toEqual(['success', 'success', 'success', 'success'])
  })

  it("leaves four of WeChat's ten requests to the app by default", async () => {
    const world = await test.start()
    for (const task of add(3, 6)) task.start()
    let most = 0
    await world.pass(() => {
      most = Math.max(most, world.phone.waiting)
      return statesOf().every((state) => state === 'success')
    })
    expect(most).toBe(6)
  })

  it('goes on after a failure, and lets the file be tried again', async () => {
    await test.start({ uploader: { filesAtOnce: 1 } })
    test.fault({ operation: 'CreateUploadVideo', fault: { type: 'error', status: 403, code: 'Forbidden.RAM' } })
    const [first, second] = add(2)
    if (!first || !second) throw new Error('There are two.')
    first.start()
    second.start()
    await test.reach(second, 'success')
    expect(first.snapshot).toMatchObject({ state: 'error', error: { code: 'vod_refused', cloudCode: 'Forbidden.RAM' } })
    first.start()
    await test.reach(first, 'success')
    expect(first.snapshot.error).toBeUndefined()
  })

  it('starts a file once, however often start is called', async () => {
    await test.start()
    const [task] = add(1)
    for (let i = 0; i < 3; i++) task?.start()
    await test.reach(task as NonNullable<typeof task>, 'success')
    task?.start()
    expect(test.calls('CreateUploadVideo')).toBe(1)
  })

  it('calls a late listener with the present state, and one that has left no more', async () => {
    const world = await test.start()
    const [task] = add(1)
    if (!task) throw new Error('There is one.')
    task.start()
    await test.reach(task, 'success')
    const heard: [string, string][] = []
    const end = world.uploader.subscribe(({ state }, change) => heard.push([state, change]))
    const states: string[] = []
    task.subscribe(({ state }) => states.push(state))
    expect([heard, states]).toEqual([[['success', 'added']], ['success']])
    end()
    world.uploader.remove(task.id)
    expect(heard).toHaveLength(1)
    await expect(task.result).resolves.toMatchObject({ videoId: task.snapshot.videoId, size: bytesOf(3).length })
  })

  it('reports a removed task once', async () => {
    const world = await test.start()
    const [task] = add(1)
    const heard: string[] = []
    world.uploader.subscribe((_, change) => heard.push(change))
    world.uploader.remove(task?.id ?? '')
    world.uploader.remove(task?.id ?? '')
    expect(heard).toEqual(['added', 'removed'])
    expect(world.uploader.get(task?.id ?? '')).toBeUndefined()
  })

  it('shows the videoId as soon as VOD has given it', async () => {
    await test.start()
    const [task] = add(1)
    task?.start()
    const seen: UploadSnapshot[] = []
    task?.subscribe((snapshot) => seen.push(snapshot))
    await test.reach(task as NonNullable<typeof task>, 'uploading')
    expect(seen.at(-1)?.videoId).toMatch(/^[0-9a-f]{32}$/)
  })

  it('renames a file until VOD knows it', async () => {
    const world = await test.start()
    const [task] = add(1)
    expect(task?.rename('海边')).toBe(true)
    task?.start()
    await test.reach(task as NonNullable<typeof task>, 'success')
    expect(task?.rename('too late')).toBe(false)
    expect(world.cloud.cloud.videos.all().map(({ title }) => title)).toEqual(['海边'])
  })

  it('gives those that were moved their turn first', async () => {
    const world = await test.start({ uploader: { filesAtOnce: 1 } })
    const [first, second, third] = add(3)
    world.uploader.move(third?.id ?? '', 0)
    world.uploader.move('unknown', 0)
    expect(world.uploader.tasks).toEqual([third, first, second])
    for (const task of world.uploader.tasks) task.start()
    expect(third?.running).toBe(true)
    world.uploader.move(second?.id ?? '', 1)
    await test.reach(second as NonNullable<typeof second>, 'success')
    expect(first?.snapshot.state).not.toBe('success')
  })

  it('keeps what was changed of a file beyond the app', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(20))
    await test.sendParts(task, 1)
    task.edit({ title: 'changed' })
    await world.relaunch()
    expect(world.uploader.tasks[0]?.snapshot.file.title).toBe('changed')
  })

  it('knows the same file under another path', async () => {
    const world = await test.start()
    const [task] = add(1, 8)
    await world.settle()
    await world.wait(100)
    const { path } = world.put('wxfile://again.mp4', bytesOf(8, 0))
    const other = world.put('wxfile://other.mp4', bytesOf(8, 5))
    expect([await task?.isAt(path), await task?.isAt(other.path)]).toEqual([true, false])
  })

  it('forgets, at a restore, files that this app does not know', async () => {
    const isFile = (file: object): file is { path: string; title: string } => 'size' in file
    const world = await test.start({ uploader: { isFile } })
    test.upload(bytesOf(3))
    await world.relaunch()
    expect(world.uploader.tasks).toEqual([])
    expect(world.phone.storage.get('wevod.uploads')).toBe('[]')
  })
})
