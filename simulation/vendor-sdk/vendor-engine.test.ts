import { beforeAll, describe, expect, it } from 'vitest'
import type { load } from '../../miniprogram/vendor-sdk/aliyun-upload-sdk'
import { MAX_FILE_BYTES } from '../../miniprogram/vendor-sdk/max-file-bytes'
import { wrapSdk } from '../../scripts/vendor-sdk/wrap-sdk'
import { bytesOf } from '../use-world'
import { FAULTS, type Fault } from './faults'
import { loadSdk } from './load-sdk'
import { standInSource } from './stand-in-source'
import { describeUploads } from './uploads'
import { isForm, useVendor } from './use-vendor'

/** The stand-in with these faults, wrapped as the SDK would be. */
const standIn = async (faults: readonly Fault[]) => loadSdk(wrapSdk(await standInSource({ faults }), '1.0.1'))

describe.each<[string, readonly Fault[]]>([
  ['every fault of 1.0.1', FAULTS],
  ['none, as 1.0.3 promises', []],
  ...FAULTS.map((fault): [string, Fault[]] => [`${fault} alone`, [fault]]),
])('a stand-in with %s', (_, faults) => {
  let sdk: typeof load
  beforeAll(async () => {
    sdk = await standIn(faults)
  })
  describeUploads(() => sdk, 'mixed')
})

const test = useVendor()

describe('onUploadTokenExpired', () => {
  const expired = (operation: string) => test.fault({ operation, fault: { type: 'expiredToken' } })

  it.each([
    ['PostObject', 'mixed'],
    ['PostObject', 'credential'],
    ['CreateUploadVideo', 'mixed'],
  ] as const)('is answered with what is fresh, and the SDK goes on: %s, %s', async (operation, method) => {
    await test.start({ load: await standIn([]), method })
    expired(operation)
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes, operation === 'PostObject' ? 2 : 1)
    expect(test.runs).toBe(1)
    expect(test.videos()).toHaveLength(1)
  })

  it.each([
    ['PostObject', 'mixed'],
    ['PostObject', 'credential'],
    ['PostObject', 'sts'],
  ] as const)('starts the file again with an SDK that cannot go on: %s, %s', async (operation, method) => {
    const broken = ['resumeWithAuthBroken', 'resumeWithStsTokenBroken'] as const
    await test.start({ load: await standIn(broken), method })
    expired(operation)
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes, 2)
    expect(test.runs).toBe(2)
    expect(test.videos()).toHaveLength(1)
  })
})

describe('what the SDK says is not taken', () => {
  const checks = (...answers: { status: string; size: number }[]) => {
    const { checkVideo } = test.world.service
    return (videoId: string) => {
      const answer = answers.shift()
      return answer ? Promise.resolve(answer) : checkVideo(videoId)
    }
  }

  async function start(...answers: { status: string; size: number }[]) {
    let check = (videoId: string) => test.world.service.checkVideo(videoId)
    await test.start({ load: await standIn([]), more: { checkVideo: (videoId) => check(videoId) } })
    check = checks(...answers)
  }

  it.each([
    ['VOD has other bytes', { status: 'Normal', size: 7 }],
    ['VOD has given the upload up', { status: 'UploadFail', size: 0 }],
  ])('%s: the file goes to a new video', async (_, answer) => {
    await start(answer)
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes, 2)
    expect(test.videos()).toHaveLength(2)
  })

  it('VOD learns of the file a while later', async () => {
    const awaited = { status: 'Uploading', size: 0 }
    await start(awaited, awaited, awaited, { status: 'UploadSucc', size: 0 })
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.expectArrived(task, bytes)
  })

  it('the service is down: OSS was heard to have the file, and that counts', async () => {
    const world = await test.start({ load: await standIn([]) })
    const bytes = bytesOf(5)
    const task = test.upload(bytes)
    await test.sending()
    world.service.down = 1000
    await test.expectArrived(task, bytes)
  })
})

it("the vendor's engine asks for a token that lasts as long as the upload is expected to take", async () => {
  const world = await test.start({ load: await standIn([]) })
  world.phone.bytesPerSecond = 20_000
  for (const [i, seed] of [1, 2].entries()) {
    await test.reach(test.upload(bytesOf(30, seed), {}, `wxfile://tmp_${i}.mp4`), 'success')
  }
  const [first, second] = world.service.asked as { validFor?: number }[]
  // 100 KiB a second until something was measured, and a minute more.
  expect(first?.validFor).toBe(30 + 60)
  expect(second?.validFor).toBeGreaterThan(140 + 60)
  expect(second?.validFor).toBeLessThan(180 + 60)
})

it("the vendor's engine gives up an SDK that does not begin", async () => {
  const dead = wrapSdk('exports.default = function () { this.addFile = this.listFiles = () => [] }', '1.0.3')
  const world = await test.start({ load: loadSdk(dead) })
  const task = test.upload(bytesOf(1))
  const since = world.time.now()
  await test.reach(task, 'success', 'error')
  expect(task.snapshot.error).toMatchObject({ code: 'timed_out' })
  expect(world.time.now() - since).toBeLessThan(3 * 63_000)
  expect(test.videos()).toEqual([])
})

it("the vendor's engine shows what an SDK throws", async () => {
  await test.start({
    load: loadSdk(wrapSdk('exports.default = function () { throw new Error("no userId") }', '1.0.3')),
  })
  const task = test.upload(bytesOf(1))
  await test.reach(task, 'success', 'error')
  expect(task.snapshot.error).toMatchObject({ code: 'sdk_failed', message: expect.stringContaining('no userId') })
})

it("the vendor's engine says that the SDK is missing, and asks for nothing", async () => {
  const world = await test.start({ load: undefined })
  const task = test.upload(bytesOf(1))
  await test.reach(task, 'success', 'error')
  expect(task.snapshot.error).toMatchObject({ code: 'sdk_missing' })
  expect(world.service.asked).toEqual([])
})

it("the vendor's engine takes no file that the SDK could not upload", async () => {
  const world = await test.start({ load: await standIn([]) })
  const large = { length: MAX_FILE_BYTES + 1, subarray: (from: number, to: number) => new Uint8Array(to - from) }
  const task = test.upload(large as unknown as Uint8Array)
  await test.reach(task, 'success', 'error')
  expect(task.snapshot.error).toMatchObject({ code: 'file_too_large' })
  expect(world.service.asked).toEqual([])
})

it("the vendor's engine knows a file again that was picked anew", async () => {
  const world = await test.start({ load: await standIn(FAULTS) })
  test.fault({ operation: 'PostObject', fault: { type: 'error', status: 403, code: 'AccessDenied' } })
  const bytes = bytesOf(5)
  const task = test.upload(bytes)
  await test.reach(task, 'error')
  world.phone.files.clear()
  task.start()
  await test.reach(task, 'error')
  expect(task.snapshot.error).toMatchObject({ code: 'file_missing' })
  expect(await world.uploader.reunite(world.put('wxfile://other.mp4', bytesOf(5, 2)))).toBeUndefined()
  expect(await world.uploader.reunite(world.put('wxfile://again.mp4', bytes))).toBe(task)
  await test.expectArrived(task, bytes, 2)
})

it("the vendor's engine asks before a large file goes on over mobile data, and begins it anew", async () => {
  let answer: (consent: boolean) => void = () => undefined
  const asked: number[] = []
  const confirmMobileData = (bytes: number) => {
    asked.push(bytes)
    return new Promise<boolean>((resolve) => {
      answer = resolve
    })
  }
  const world = await test.start({ load: await standIn(FAULTS), more: { confirmMobileData } })
  const bytes = bytesOf(220)
  const task = test.upload(bytes)
  await test.sending()
  world.phone.setNetwork('mobile')
  await world.settle()
  expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'mobile-data' })
  expect(test.sent(isForm)).toEqual([expect.objectContaining({ aborted: true })])
  expect(asked).toEqual([bytes.length])
  answer(true)
  await test.expectArrived(task, bytes, 2)
})

it("the vendor's engine makes one video, whatever happens to the network while it is made", async () => {
  const world = await test.start({
    load: await standIn(FAULTS),
    more: { confirmMobileData: async () => true },
  })
  const bytes = bytesOf(220)
  const task = test.upload(bytes)
  world.phone.latencyMs = 3000
  await world.pass(() => world.phone.waiting > 0)
  world.phone.setNetwork('mobile')
  await test.expectArrived(task, bytes)
  expect(test.videos()).toHaveLength(1)
})

it("the vendor's engine keeps nothing that would outlive the app", async () => {
  const world = await test.start({ load: await standIn(FAULTS) })
  test.upload(bytesOf(5))
  await test.sending()
  expect(world.phone.storage.size).toBe(0)
  await world.relaunch()
  expect(world.uploader.tasks).toEqual([])
})

it("the vendor's engine waits for a phone that reports no progress, for as long as it has measured others", async () => {
  const world = await test.start({ load: await standIn(FAULTS) })
  const fast = test.upload(bytesOf(30), {}, 'wxfile://tmp_1.mp4')
  await test.reach(fast, 'success')
  world.phone.reportsProgress = false
  world.phone.bytesPerSecond = 40_000
  const bytes = bytesOf(20, 2)
  const slow = test.upload(bytes, {}, 'wxfile://tmp_2.mp4')
  await test.expectArrived(slow, bytes, 2)
  world.phone.fates.push({ fate: 'silent', matches: isForm })
  const silent = test.upload(bytesOf(20, 3), {}, 'wxfile://tmp_3.mp4')
  await test.reach(silent, 'success', 'error')
  const [, , given, again] = test.sent(isForm)
  expect((again?.at ?? 0) - (given?.at ?? 0)).toBeLessThan(120_000)
})
