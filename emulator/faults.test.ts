import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { FaultRule } from './faults'
import { callsTo } from './test-support/calls'
import { emulatorForTests } from './test-support/emulator'
import { sessionKey } from './test-support/keys'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator

const { control, create, refresh, statuses } = callsTo(emulator)

async function setFaults(rules: FaultRule | FaultRule[]): Promise<void> {
  expect(await control('POST', 'faults', rules)).toEqual({ status: 200, json: { status: 'ok' } })
}

describe('a fault', () => {
  test('error answers in the service’s own format, and the call has no effect', async () => {
    await setFaults({
      operation: 'CreateUploadVideo',
      fault: { type: 'error', status: 503, code: 'AddVideoFailed', message: 'as told' },
    })
    const answer = await create()
    expect(answer).toMatchObject({ status: 503, code: 'AddVideoFailed' })
    expect(answer.json.Message).toBe('as told')
    expect(cloud.videos.all()).toEqual([])
  })

  test('respond answers as a proxy in between would', async () => {
    await setFaults({
      operation: 'CreateUploadVideo',
      fault: {
        type: 'respond',
        status: 502,
        contentType: 'text/html',
        headers: { via: 'proxy' },
        body: '<h1>502</h1>',
      },
    })
    const { status, text, headers } = await create()
    expect({ status, text }).toEqual({ status: 502, text: '<h1>502</h1>' })
    expect(headers.get('content-type')).toBe('text/html')
    expect(headers.get('via')).toBe('proxy')
  })

  test.each([
    ['before', 0],
    ['after', 1],
  ] as const)('reset drops the connection %s the call has an effect', async (when, videos) => {
    await setFaults({ operation: 'CreateUploadVideo', fault: { type: 'reset', when } })
    await expect(create()).rejects.toThrow()
    expect(cloud.videos.all()).toHaveLength(videos)
    expect(await statuses(1)).toEqual([200])
  })

  test('delay waits, then goes on', async () => {
    await setFaults({ operation: 'CreateUploadVideo', fault: { type: 'delay', ms: 80 } })
    const start = performance.now()
    expect(await statuses(1)).toEqual([200])
    expect(performance.now() - start).toBeGreaterThan(75)
  })

  test('stall sends the head of the answer, and never its body', async () => {
    await setFaults({ operation: 'jscode2session', fault: { type: 'stall' } })
    const abort = new AbortController()
    const response = await fetch(`${emulator.url}/sns/jscode2session`, { signal: abort.signal })
    expect(response.status).toBe(200)
    const body = response.text()
    expect(await Promise.race([body, sleep(100, 'nothing')])).toBe('nothing')
    abort.abort()
    await expect(body).rejects.toThrow('abort')
  })

  test('stall carries the call out', async () => {
    await setFaults({ operation: 'CreateUploadVideo', fault: { type: 'stall' } })
    const answer = create()
    answer.catch(() => undefined)
    await expect.poll(() => cloud.videos.all().length).toBe(1)
  })

  test('expiredToken takes a temporary credential as expired, and leaves permanent ones alone', async () => {
    await setFaults({ operation: 'CreateUploadVideo', times: 2, fault: { type: 'expiredToken' } })
    const key = sessionKey(cloud)
    expect((await create({ key })).code).toBe('InvalidSecurityToken.Expired')
    expect((await create()).status).toBe(200)
    expect((await create({ key })).status).toBe(200)
  })

  test('clockSkew lets the cloud’s clock run ahead or behind', async () => {
    for (const seconds of [-16 * 60, 16 * 60]) {
      await setFaults({ operation: 'CreateUploadVideo', fault: { type: 'clockSkew', seconds } })
      expect((await create()).code).toBe('InvalidTimeStamp.Expired')
    }
    await setFaults({ operation: 'CreateUploadVideo', fault: { type: 'clockSkew', seconds: 60 } })
    const { json } = await create()
    expect(cloud.videos.get(String(json.VideoId))?.createdAt).toBe(clock.now() + 60_000)
  })
})

describe('a fault rule', () => {
  const error = { type: 'error', status: 503, code: 'AddVideoFailed' } as const

  test('hits once unless it says how often', async () => {
    await setFaults({ operation: 'CreateUploadVideo', fault: error })
    expect(await statuses(3)).toEqual([503, 200, 200])
  })

  test('lets calls pass first, then hits so many', async () => {
    await setFaults({ operation: 'CreateUploadVideo', skip: 1, times: 2, fault: error })
    expect(await statuses(4)).toEqual([200, 503, 503, 200])
  })

  test('can hit always, until the faults are deleted', async () => {
    await setFaults({ operation: 'CreateUploadVideo', skip: 1, times: 'always', fault: error })
    expect(await statuses(4)).toEqual([200, 503, 503, 503])
    await control('DELETE', 'faults')
    expect(await statuses(1)).toEqual([200])
  })

  test('is for its operation, or for all', async () => {
    await setFaults({ operation: 'CreateUploadVideo', fault: error })
    expect((await refresh()).code).toBe('InvalidVideo.NotFound')
    await setFaults({ operation: '*', times: 'always', fault: { ...error, code: 'ServiceUnavailable' } })
    expect((await refresh()).code).toBe('ServiceUnavailable')
  })

  test('takes effect together with others', async () => {
    await setFaults([
      { operation: 'CreateUploadVideo', fault: { type: 'delay', ms: 80 } },
      { operation: 'CreateUploadVideo', fault: error },
    ])
    const start = performance.now()
    expect(await statuses(1)).toEqual([503])
    expect(performance.now() - start).toBeGreaterThan(75)
  })

  test.each([
    ['no JSON', 'always fail'],
    ['no operation', { fault: { type: 'stall' } }],
    ['an empty operation', { operation: '', fault: { type: 'stall' } }],
    ['no fault', { operation: '*' }],
    ['an unknown fault', { operation: '*', fault: { type: 'explode' } }],
    ['a success as error', { operation: '*', fault: { type: 'error', status: 200, code: 'x' } }],
    ['no code', { operation: '*', fault: { type: 'error', status: 500 } }],
    ['a negative delay', { operation: '*', fault: { type: 'delay', ms: -1 } }],
    ['no times', { operation: '*', times: 0, fault: { type: 'stall' } }],
    ['half a skip', { operation: '*', skip: 0.5, fault: { type: 'stall' } }],
    ['an unknown field', { operation: '*', fault: { type: 'stall', ms: 1 } }],
  ])('with %s is refused', async (_, body) => {
    const { status, json } = await control('POST', 'faults', body)
    expect(status).toBe(400)
    expect(json).toEqual({ code: expect.stringMatching(/^(MalformedJson|InvalidBody)$/), message: expect.any(String) })
    expect(await statuses(1)).toEqual([200])
  })
})
