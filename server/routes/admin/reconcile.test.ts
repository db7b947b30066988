import { beforeEach, describe, expect, it } from 'vitest'
import { sql } from '../../store/database'
import { ADMIN, adminHeaders } from '../../test-support/admin'
import { emulator } from '../../test-support/emulator'
import { runtime } from '../../test-support/runtime'
import { testService } from '../../test-support/service'
import { forgetAll } from '../../test-support/stored-videos'
import { testUser } from '../../test-support/user'

const TIMER_SECRET = 'the timer of Function Compute knows it'
const TIMER = { TIMER_SECRET }
const event = (payload: unknown) => ({ triggerTime: '2026-11-25T00:00:00Z', triggerName: 'minute', payload })

beforeEach(async () => {
  await emulator('POST', '/reset')
  await forgetAll()
})

/** A service with one video whose time has come, and how often VOD has been asked about it. */
async function setup(changes: Record<string, string>) {
  const service = testService(changes)
  await (await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)).create()
  await runtime.database.run(sql`UPDATE videos SET next_check_at = 0`)
  const asked = async () => ((await emulator('GET', '/calls')) as Record<string, number>).GetVideoInfo ?? 0
  return { service, asked }
}

describe('a timer outside', () => {
  it('has the job done by POST /admin/reconcile', async () => {
    const { service, asked } = await setup(ADMIN)
    expect((await service.call('POST', '/admin/reconcile', { headers: adminHeaders })).status).toBe(200)
    expect(await asked()).toBe(1)
    expect((await service.call('POST', '/admin/reconcile')).json.code).toBe('admin_refused')
  })

  it('has it done by POST /invoke of Function Compute', async () => {
    const { service, asked } = await setup(TIMER)
    const headers = { 'x-fc-control-path': '/invoke' }
    const body = event(TIMER_SECRET)
    const { status, headers: answered } = await service.call('POST', '/invoke', { headers, body })
    expect([status, answered.get('x-fc-status')]).toEqual([200, '200'])
    expect(await asked()).toBe(1)
  })

  it('is not taken for one without the secret, or where a client has called', async () => {
    const { service, asked } = await setup(TIMER)
    const invoke = { 'x-fc-control-path': '/invoke' }
    for (const [headers, body] of [
      [{ 'x-fc-control-path': '/http-invoke' }, event(TIMER_SECRET)],
      [{}, event(TIMER_SECRET)],
      [invoke, event('')],
      [invoke, event(`${TIMER_SECRET}x`)],
      [invoke, event({ secret: TIMER_SECRET })],
      [invoke, 'not json'],
      [invoke, 'null'],
    ] as const) {
      const { status, json } = await service.call('POST', '/invoke', { headers: { ...headers }, body })
      expect([status, json.code]).toEqual([404, 'not_found'])
    }
    expect((await testService().call('POST', '/invoke', { headers: invoke, body: event('') })).status).toBe(404)
    expect(await asked()).toBe(0)
  })
})

describe('GET /readyz', () => {
  it('says without a body whether the database answers', async () => {
    let isAway = false
    const service = testService({ STORE_TIMEOUT_MS: '200' }, (real) => ({
      run: (...statements) => (isAway ? new Promise(() => undefined) : real.run(...statements)),
    }))
    const ready = await service.raw('/readyz', {})
    expect([ready.status, await ready.text()]).toEqual([200, ''])
    isAway = true
    const { status, json } = await service.call('GET', '/readyz')
    expect([status, json.code]).toEqual([503, 'store_unavailable'])
    expect((await service.call('GET', '/healthz')).status).toBe(200)
  })
})
