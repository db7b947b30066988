import fc from 'fast-check'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { runtime } from '../test-support/runtime'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'

const DEADLINE_MS = 500
/** Faults a cloud; a call of workerd's tests takes longer. */
const RUNS = runtime.name === 'node' ? 20 : 5
const seed = Number(inject('fuzzSeed'))

beforeEach(async () => {
  await emulator('POST', '/reset')
  await emulator('PUT', '/switches', { loginsPerMinute: 1_000_000 })
})

const faultOf = fc.constantFrom<Record<string, unknown> | undefined>(
  undefined,
  { type: 'delay', ms: 20 },
  { type: 'delay', ms: 30_000 },
  { type: 'stall' },
  { type: 'reset' },
  { type: 'reset', when: 'after' },
  { type: 'respond', status: 200, body: '{"errcode":' },
  { type: 'respond', status: 502, body: '<html>' },
  { type: 'respond', status: 200, body: '' },
  { type: 'error', status: 503, code: 'ServiceUnavailable' },
  { type: 'error', status: 400, code: 'Throttling.User' },
)

describe('a cloud that flaps', () => {
  it.each([
    ['WeChat', 'jscode2session', (user: User) => user.login()],
    ['STS', 'AssumeRole', (user: User) => user.call('POST', '/credentials')],
    ['VOD', 'CreateUploadVideo', (user: User) => user.create()],
    ['VOD', 'GetVideoInfo', async (user: User) => user.get((await user.create()).json.videoId as string)],
  ])(
    `%s, %s (seed ${seed}): each call ends in time and says what it was, and the service recovers`,
    async (cloud, operation, ask) => {
      const prefix = cloud.toLowerCase()
      for (const fault of fc.sample(faultOf, { seed, numRuns: RUNS })) {
        const user = await newUser()
        if (fault) await emulator('POST', '/faults', [{ operation, fault }])
        const before = Date.now()
        const { status, json, headers } = await ask(user)
        const about = `seed ${seed}: ${JSON.stringify(fault)} → ${status} ${JSON.stringify(json)}`
        expect(Date.now() - before, about).toBeLessThan(DEADLINE_MS + 1500)
        if (!fault || fault.ms === 20) expect(status, about).toBe(200)
        else {
          expect([502, 503, 504], about).toContain(status)
          expect(json.code, about).toMatch(
            new RegExp(`^${prefix}_(busy|unreachable|failed|malformed|throttled|timeout)$`),
          )
          expect(headers.get('retry-after'), about).toBe('1')
        }
        await emulator('DELETE', '/faults')
        expect((await ask(await newUser())).status, about).toBe(200)
      }
    },
    60_000,
  )
})

type User = Awaited<ReturnType<typeof newUser>>

async function newUser() {
  const service = testService({ UPSTREAM_TIMEOUT_MS: String(DEADLINE_MS) })
  const name = `u${crypto.randomUUID().slice(0, 8)}`
  const user = await testUser(service, name)
  return {
    ...user,
    login: () => service.call('POST', '/session', { body: { code: `dev-${name}-${crypto.randomUUID()}` } }),
  }
}

// It waits as clients do, for seconds: once is enough.
describe.runIf(runtime.name === 'node')('200 users while STS throttles', () => {
  it('users are all served in the end, because each answer says when to come back', async () => {
    await emulator('PUT', '/switches', { stsCallsPerSecond: 60 })
    const service = testService()
    const users = await Promise.all(Array.from({ length: 200 }, (_, i) => testUser(service, `burst${i}`)))
    let waiting = users
    let rounds = 0
    while (waiting.length > 0) {
      const answers = await Promise.all(waiting.map((user) => user.call('POST', '/credentials')))
      const refused = waiting.filter((_, i) => answers[i]?.status !== 200)
      for (const { status, json, headers } of answers) {
        if (status === 200) continue
        expect([status, json.code, headers.get('retry-after')]).toEqual([503, 'sts_throttled', '1'])
      }
      expect(refused.length).toBeLessThan(waiting.length)
      waiting = refused
      rounds++
      // What a client does that has been told to come back after a second: the clock of the emulator goes on by itself.
      if (waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 1000))
    }
    expect(rounds).toBeGreaterThan(1)
    expect(((await emulator('GET', '/calls')) as Record<string, number>).AssumeRole).toBeGreaterThanOrEqual(200)
  }, 30_000)
})
