import { describe, expect, it } from 'vitest'
import { createUploader, UploadError } from '../miniprogram/uploader/index'
import { bytesOf, useWorld } from './use-world'

const test = useWorld()

describe('a phone that loses its events', () => {
  it('has an upload go on once the network is back, without any event of that', async () => {
    const world = await test.start()
    const bytes = bytesOf(8)
    const task = test.upload(bytes)
    await test.sendParts(task, 3)
    world.phone.setNetwork('none')
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'offline' })
    world.phone.losesEvents = true
    await world.wait(600_000)
    world.phone.setNetwork('other')
    await world.wait(61_000)
    expect(task.snapshot.state).not.toBe('paused')
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes, test.calls('UploadPart'))
  })

  it('asks at once when the app is shown, or a page of it', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(8))
    await test.sendParts(task, 3)
    world.phone.setNetwork('none')
    world.phone.losesEvents = true
    await world.wait(600_000)
    world.phone.setNetwork('other')
    world.uploader.userIsHere()
    await world.wait(50)
    expect(task.snapshot.state).toBe('uploading')
  })

  it('takes a tap for a sign that the app is in front', async () => {
    const world = await test.start()
    const task = test.upload(bytesOf(8))
    await test.sendParts(task, 3)
    world.phone.hide()
    world.phone.losesEvents = true
    world.phone.show()
    await world.wait(600_000)
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'background' })
    task.pause()
    task.resume()
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toBeUndefined()
  })

  it('lets two uploads go on that the user pauses and resumes by hand', async () => {
    const world = await test.start()
    const tasks = [test.upload(bytesOf(8, 1), {}, 'wxfile://a.mp4'), test.upload(bytesOf(8, 2), {}, 'wxfile://b.mp4')]
    await world.wait(200)
    world.phone.setNetwork('none')
    world.phone.losesEvents = true
    world.phone.setNetwork('other')
    for (const task of tasks) task.pause()
    for (const task of tasks) task.resume()
    await world.wait(1_000)
    expect(tasks.map(({ snapshot }) => snapshot.pausedBy)).toEqual([undefined, undefined])
  })
})

describe('a phone that is asked for its network', () => {
  it('and says none once, is asked again', async () => {
    const world = await test.start()
    world.phone.losesEvents = true
    world.phone.setNetwork('none')
    const task = test.upload(bytesOf(4))
    await world.wait(10)
    world.phone.setNetwork('other')
    await world.wait(10_000)
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toBeUndefined()
  })

  it('and never answers, keeps nobody from uploading', async () => {
    const world = await test.start()
    world.phone.lostNetworkCalls = Number.POSITIVE_INFINITY
    const task = test.upload(bytesOf(4))
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toBeUndefined()
  })

  it('and is wrong for ever, is doubted when the user wants to go on', async () => {
    const world = await test.start()
    const bytes = bytesOf(4)
    world.phone.claimsNetwork = 'none'
    const task = test.upload(bytes)
    await world.wait(60_000)
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'offline' })
    task.pause()
    task.resume()
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
  })

  it('and is right, is believed again after the first request has failed', async () => {
    const world = await test.start()
    world.phone.setNetwork('none')
    const task = test.upload(bytesOf(4))
    await world.wait(1_000)
    task.pause()
    task.resume()
    await world.wait(60_000)
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'offline', error: undefined })
    expect(world.phone.sent.length).toBeLessThanOrEqual(1)
  })
})

it('an app whose own server cannot be reached without a network is not taken for a wrong phone', async () => {
  const world = await test.start({ method: 'credential' })
  world.phone.setNetwork('none')
  const getAuth = () => Promise.reject(new UploadError('network_failed', 'no network'))
  world.uploader = createUploader({ ports: world.ports, getAuth })
  const task = world.uploader.upload(world.put('wxfile://a.mp4', bytesOf(2)))
  await world.wait(1_000)
  task.pause()
  task.resume()
  await world.wait(5_000)
  expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'offline' })
})

it('the app can show what the engine believes of the network', async () => {
  const world = await test.start()
  const seen: boolean[] = []
  const end = world.uploader.onConditions(() => seen.push(world.uploader.offline))
  world.phone.setNetwork('none')
  world.phone.setNetwork('mobile')
  expect(seen).toEqual([true, false])
  end()
  expect(world.phone.listeners.network.size).toBe(0)
})

describe('calls that never call back', () => {
  it.each([1, 2, 3, 5])('of the file system leave no upload waiting for ever: %d of them', async (lost) => {
    const world = await test.start()
    const task = test.upload(bytesOf(6))
    await test.sendParts(task, 1)
    world.phone.lostFileCalls = lost
    await test.reach(task, 'success', 'error')
    for (let starts = 0; task.snapshot.state === 'error'; starts++) {
      expect(task.snapshot.error).toMatchObject({ code: 'file_unreadable' })
      expect(starts).toBeLessThan(lost)
      task.start()
      await test.reach(task, 'success', 'error')
    }
    expect(task.snapshot.state).toBe('success')
  })
})
