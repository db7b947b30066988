import { describe, expect, it } from 'vitest'
import { bytesOf, isPart, useWorld } from './use-world'

const test = useWorld()

/** Virtual milliseconds between the tries of a request. */
const gaps = (matches: Parameters<typeof test.sent>[0]) => {
  const times = test.sent(matches).map(({ at }) => at)
  return times.slice(1).map((at, i) => at - (times[i] as number))
}
const isInitiate = ({ method, url }: { method: string; url: string }) => method === 'POST' && url.endsWith('?uploads')

describe('what passes is tried again', () => {
  it.each([
    ['a reset', { type: 'error', status: 500, code: 'InternalError' }],
    ['a server error', { type: 'error', status: 503, code: 'ServiceUnavailable' }],
    ['too many requests', { type: 'error', status: 429, code: 'TooManyRequests' }],
    ['throttling, which VOD says with 400', { type: 'error', status: 400, code: 'Throttling.User' }],
    ["a portal's page", { type: 'respond', status: 200, body: '<html>' }],
    ["a proxy's page", { type: 'respond', status: 502, body: '<html>' }],
  ] as const)('%s', async (_, fault) => {
    await test.start()
    test.fault({ operation: '*', times: 2, fault })
    const bytes = bytesOf(2)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
  })

  it.each(['reset-before', 'reset-after', 'silent'] as const)('a request whose fate is %s', async (fate) => {
    const world = await test.start()
    for (let i = 0; i < 2; i++) world.phone.fates.push({ fate, matches: isPart })
    const bytes = bytesOf(4)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes, test.calls('UploadPart'))
    expect(test.sent(isPart)).toHaveLength(6)
  })

  it('the snapshot names the cause while a request is tried again', async () => {
    const world = await test.start()
    for (let i = 0; i < 3; i++) world.phone.fates.push({ fate: 'reset-before', matches: isPart })
    const task = test.upload(bytesOf(3))
    await world.pass(() => task.snapshot.retrying !== undefined)
    expect(task.snapshot).toMatchObject({ state: 'uploading', retrying: { code: 'network_failed' } })
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.retrying).toBeUndefined()
  })
})

describe('between the tries', () => {
  it('the engine waits longer each time, with jitter, up to 30 s, and gives up after ten', async () => {
    const world = await test.start()
    test.fault({
      operation: 'InitiateMultipartUpload',
      times: 'always',
      fault: { type: 'error', status: 500, code: 'InternalError' },
    })
    const task = test.upload(bytesOf(1))
    await test.reach(task, 'error')
    expect(task.snapshot.error).toMatchObject({ code: 'oss_refused', cloudCode: 'InternalError' })
    const waits = gaps(isInitiate)
    expect(waits).toHaveLength(9)
    waits.forEach((wait, i) => {
      const longest = Math.min(30_000, 1000 * 2 ** i)
      expect(wait).toBeGreaterThanOrEqual(longest / 2)
      // And the way there and back.
      expect(wait).toBeLessThanOrEqual(longest + 100)
    })
    expect(new Set(waits.map((wait, i) => Math.round(wait / Math.min(30, 2 ** i)))).size).toBeGreaterThan(5)
    // Once it works again, what was kept is used.
    world.cloud.cloud.faults.clear()
    task.start()
    await test.reach(task, 'success')
    expect(test.calls('CreateUploadVideo')).toBe(1)
  })

  it('it waits as long as Retry-After says', async () => {
    await test.start()
    test.fault({
      operation: 'InitiateMultipartUpload',
      fault: { type: 'respond', status: 503, headers: { 'retry-after': '40' }, body: '' },
    })
    const task = test.upload(bytesOf(1))
    await test.reach(task, 'success', 'error')
    const [wait = 0] = gaps(isInitiate)
    expect(wait).toBeGreaterThanOrEqual(40_000)
    expect(wait).toBeLessThan(42_000)
  })

  it('it rather fails than waits for an hour', async () => {
    await test.start()
    test.fault({
      operation: 'InitiateMultipartUpload',
      fault: { type: 'respond', status: 503, headers: { 'retry-after': '3600' }, body: '' },
    })
    const task = test.upload(bytesOf(1))
    await test.reach(task, 'error')
    expect(test.sent(isInitiate)).toHaveLength(1)
  })

  it('it counts anew after each part that arrives', async () => {
    await test.start({ uploader: { parallelParts: 1, tries: 3 } })
    for (let part = 0; part < 6; part++) {
      const fault = { type: 'error', status: 500, code: 'InternalError' } as const
      test.fault({ operation: 'UploadPart', skip: part * 3, times: 2, fault })
    }
    const bytes = bytesOf(6)
    const task = test.upload(bytes)
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes, 6 * 3)
  })
})

describe('what does not pass', () => {
  it.each([
    [403, 'AccessDenied'],
    [403, 'SignatureDoesNotMatch'],
    [400, 'PublicEndpointForbidden'],
    [404, 'NoSuchBucket'],
    [400, 'InvalidArgument'],
  ])('is not tried again: %d %s', async (status, code) => {
    await test.start({ uploader: { parallelParts: 1 } })
    test.fault({ operation: 'UploadPart', times: 'always', fault: { type: 'error', status, code } })
    const task = test.upload(bytesOf(2))
    await test.reach(task, 'error')
    expect(task.snapshot.error).toMatchObject({ code: 'oss_refused', cloudCode: code })
    expect(test.sent(isPart)).toHaveLength(1)
  })

  it('stops the other parts at once, in the middle of their waits too', async () => {
    const world = await test.start()
    for (let i = 0; i < 2; i++) world.phone.fates.push({ fate: 'reset-before', matches: isPart })
    test.fault({ operation: 'UploadPart', fault: { type: 'error', status: 403, code: 'AccessDenied' } })
    const task = test.upload(bytesOf(9))
    await test.reach(task, 'error')
    await world.settle()
    expect([world.phone.waiting, world.phone.timers.size]).toEqual([0, 0])
  })
})

describe('without a network', () => {
  it('an upload waits, burns no tries, and goes on by itself', async () => {
    const world = await test.start({ uploader: { tries: 2 } })
    const bytes = bytesOf(8)
    const task = test.upload(bytes)
    await test.sendParts(task, 2)
    world.phone.setNetwork('none')
    await world.settle()
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'offline' })
    const sent = world.phone.sent.length
    await world.wait(3_600_000)
    expect(world.phone.sent.length).toBe(sent)
    world.phone.setNetwork('other')
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes, test.calls('UploadPart'))
  })

  it('one can be started, and begins when there is one', async () => {
    const world = await test.start()
    world.phone.setNetwork('none')
    const bytes = bytesOf(2)
    const task = test.upload(bytes)
    await world.wait(60_000)
    expect(task.snapshot).toMatchObject({ state: 'paused', pausedBy: 'offline' })
    expect(world.phone.sent).toHaveLength(0)
    world.phone.setNetwork('mobile')
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes)
  })

  it('the wait before a new try ends when the network changes', async () => {
    const world = await test.start()
    test.fault({
      operation: 'InitiateMultipartUpload',
      times: 5,
      fault: { type: 'error', status: 500, code: 'InternalError' },
    })
    const task = test.upload(bytesOf(1))
    await world.pass(() => test.sent(isInitiate).length === 5)
    await world.wait(1000)
    const before = world.time.now()
    world.phone.setNetwork('none')
    world.phone.setNetwork('other')
    await world.pass(() => test.sent(isInitiate).length === 6)
    expect(world.time.now() - before).toBeLessThan(100)
    await test.reach(task, 'success')
  })
})

describe("what a portal answers in the cloud's place", () => {
  const page = '<html><body>请登录</body></html>'

  it.each([
    ['CreateUploadVideo', 200],
    ['CreateUploadVideo', 302],
    ['CreateUploadVideo', 403],
    ['CreateUploadVideo', 404],
    ['InitiateMultipartUpload', 403],
    ['UploadPart', 200],
    ['UploadPart', 302],
    ['UploadPart', 403],
    ['UploadPart', 404],
    ['CompleteMultipartUpload', 404],
  ])('is waited out: at %s with %d', async (operation, status) => {
    await test.start()
    const bytes = bytesOf(4)
    const task = test.upload(bytes)
    test.fault({ operation, times: 4, fault: { type: 'respond', status, body: page } })
    await test.reach(task, 'success', 'error')
    await test.expectStored(task, bytes, test.calls('UploadPart'))
  })

  it('for ever ends in an error', async () => {
    await test.start()
    const task = test.upload(bytesOf(4))
    test.fault({ operation: 'UploadPart', times: 'always', fault: { type: 'respond', status: 403, body: page } })
    await test.reach(task, 'success', 'error')
    expect(task.snapshot.error).toMatchObject({ code: 'oss_malformed', status: 403 })
  })
})
