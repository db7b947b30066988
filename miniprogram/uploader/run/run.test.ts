import { describe, expect, it, vi } from 'vitest'
import { UploadError } from '../errors'
import type { HttpRequest, HttpResponse } from '../ports'
import { requestSlots } from './request-slots'
import { createRun } from './run'

const request: HttpRequest = { method: 'GET', url: 'http://x/', headers: {}, timeoutMs: 1000 }
const response: HttpResponse = { status: 200, headers: {}, text: '' }
const stopped = new UploadError('canceled', 'stopped')

/** Ports that the test plays: requests and timers wait until it acts. */
function setUp(slots = requestSlots(6)) {
  const calls: { answer(): void; fail(error: Error): void; abort: ReturnType<typeof vi.fn> }[] = []
  const timers = new Map<() => void, number>()
  const clock = { now: 1_000 }
  const ports = {
    http: {
      send: () => {
        const abort = vi.fn()
        const answered = new Promise<HttpResponse>((resolve, reject) => {
          calls.push({ answer: () => resolve(response), fail: reject, abort })
        })
        return { response: answered, abort }
      },
    },
    now: () => clock.now,
    setTimer: (callback: () => void, ms: number) => {
      timers.set(callback, ms)
      return () => void timers.delete(callback)
    },
  }
  return { run: createRun(ports, slots), calls, timers, slots, clock }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('a run', () => {
  it('hands on answers and leaves no timer', async () => {
    const { run, calls, timers } = setUp()
    const sent = run.send(() => request)
    await settled()
    calls[0]?.answer()
    expect(await sent).toBe(response)
    expect(timers.size).toBe(0)
    expect(calls[0]?.abort).not.toHaveBeenCalled()
  })

  it('gives up on a request whose callback never comes, five seconds after its own timeout', async () => {
    const { run, calls, timers } = setUp()
    const sent = run.send(() => request)
    await settled()
    const [[watchdog, ms] = []] = [...timers]
    expect(ms).toBe(6000)
    watchdog?.()
    await expect(sent).rejects.toMatchObject({ code: 'timed_out' })
    expect(calls[0]?.abort).toHaveBeenCalledOnce()
    // It comes all the same: too late to matter.
    calls[0]?.answer()
    await settled()
  })

  it('lets no promise fail unheard that it is given once it has stopped', async () => {
    const unheard = vi.fn()
    process.once('unhandledRejection', unheard)
    const { run } = setUp()
    run.stop(stopped)
    await expect(run.until(Promise.reject(new UploadError('file_missing', 'gone')))).rejects.toBe(stopped)
    await settled()
    process.off('unhandledRejection', unheard)
    expect(unheard).not.toHaveBeenCalled()
  })

  it('stops everything that it waits for: requests are aborted, timers are gone', async () => {
    const { run, calls, timers } = setUp()
    const waits = [run.send(() => request), run.sleep(5000), run.until(new Promise(() => undefined))]
    await settled()
    const outcomes = Promise.allSettled(waits)
    run.stop(stopped)
    expect((await outcomes).map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual([
      stopped,
      stopped,
      stopped,
    ])
    expect(calls[0]?.abort).toHaveBeenCalledOnce()
    expect(timers.size).toBe(0)
  })

  it('has all that compute rest at once, so that they do not go on one after the other', async () => {
    const { run, timers, clock } = setUp()
    clock.now += 12
    const rests = [run.rest(), run.rest(), run.rest()]
    expect(timers.size).toBe(1)
    for (const wake of timers.keys()) wake()
    await Promise.all(rests)
    expect(run.rest()).toBeUndefined()
  })

  it('rests once it has computed for long, or cannot know for how long', async () => {
    const { run, timers, clock } = setUp()
    clock.now += 11
    await run.rest()
    expect(timers.size).toBe(0)
    for (const elapsed of [1, -1_000]) {
      clock.now += elapsed
      const rested = run.rest()
      const [[wake, ms] = []] = [...timers]
      expect(ms).toBe(0)
      timers.clear()
      wake?.()
      await rested
      await run.rest()
      expect(timers.size).toBe(0)
    }
  })

  it('begins nothing any more once it is stopped', async () => {
    const { run, calls, timers } = setUp()
    run.stop(stopped)
    await expect(run.send(() => request)).rejects.toBe(stopped)
    await expect(run.sleep(1)).rejects.toBe(stopped)
    expect([calls.length, timers.size]).toEqual([0, 0])
  })

  it('stops its branches, which stop without it', async () => {
    const { run } = setUp()
    const alone = new Error('alone')
    await expect(
      run.branch(async (branch) => {
        branch.stop(alone)
        await branch.sleep(1)
      }),
    ).rejects.toBe(alone)
    expect(run.stopped).toBe(false)
    const held = run.branch((branch) => branch.sleep(1))
    run.stop(stopped)
    await expect(held).rejects.toBe(stopped)
  })
})

describe('request slots', () => {
  it('let no more requests out than there are, first come, first served, over all runs', async () => {
    const slots = requestSlots(2)
    const [one, other] = [setUp(slots), setUp(slots)]
    const sent = [
      one.run.send(() => request),
      one.run.send(() => request),
      other.run.send(() => request),
      one.run.send(() => request),
    ]
    await settled()
    expect([one.calls.length, other.calls.length]).toEqual([2, 0])
    one.calls[0]?.answer()
    await sent[0]
    await settled()
    expect([one.calls.length, other.calls.length]).toEqual([2, 1])
    one.calls[1]?.fail(new Error('failed'))
    await expect(sent[1]).rejects.toThrow('failed')
    await settled()
    expect(one.calls.length).toBe(3)
    one.calls[2]?.answer()
    other.calls[0]?.answer()
    await Promise.all([sent[2], sent[3]])
  })

  it('forget who stopped waiting, and get back what a stopped run had', async () => {
    const slots = requestSlots(1)
    const [one, two, three] = [setUp(slots), setUp(slots), setUp(slots)]
    const sent = [one, two, three].map(({ run }) => run.send(() => request))
    const outcomes = Promise.allSettled(sent)
    await settled()
    two.run.stop(stopped)
    one.run.stop(stopped)
    await settled()
    expect([two.calls.length, three.calls.length]).toEqual([0, 1])
    three.calls[0]?.answer()
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  })
})
