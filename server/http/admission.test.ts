import { describe, expect, it } from 'vitest'
import { ADMIN } from '../test-support/admin'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

const LIMIT = 20

const setup = () => testService({ ...CALLBACK, CALLS_PER_MINUTE_ADDRESS: String(LIMIT), ...ADMIN })

type Service = ReturnType<typeof setup>

const from = (address: string) => ({ 'cf-connecting-ip': address })

const event = { EventType: 'FileUploadComplete', EventTime: eventTime(1), VideoId: 'v', Status: 'success' }

const DOORS: [
  name: string,
  call: (service: Service, headers: Record<string, string>) => Promise<{ status: number }>,
][] = [
  ['/openapi.json', (service, headers) => service.call('GET', '/openapi.json', { headers })],
  ['an unsigned notification', (service, headers) => service.call('POST', '/vod/events', { headers, body: event })],
  [
    'a notification with a wrong signature',
    (service, headers) => {
      const { body, headers: signature } = signedEvent(event, { key: 'Callback0' })
      return service.call('POST', '/vod/events', { body, headers: { ...signature, ...headers } })
    },
  ],
  ['a path that is not there', (service, headers) => service.call('GET', '/nothing', { headers })],
  ['a method that /healthz does not have', (service, headers) => service.call('POST', '/healthz', { headers })],
  ['a method that is not there', (service, headers) => service.call('PATCH', '/session', { headers })],
  [
    'a body that is too large',
    (service, headers) => service.call('POST', '/nothing', { headers, body: 'x'.repeat(20_000) }),
  ],
  ['a login without a code', (service, headers) => service.call('POST', '/session', { headers, body: {} })],
  ['a session that is not valid', (service, headers) => service.call('GET', '/videos', { headers })],
  ["the operator's view", (service, headers) => service.call('GET', '/admin/orphans', { headers })],
]

describe('calls without a session', () => {
  it.each(DOORS)('are limited by their address: %s', async (_, call) => {
    const service = setup()
    const statuses: number[] = []
    for (let i = 0; i < LIMIT * 3; i++) statuses.push((await call(service, from('192.0.2.1'))).status)
    // A new minute may have begun in between, once.
    const admitted = statuses.filter((status) => status !== 429).length
    expect([LIMIT, LIMIT * 2]).toContain(admitted)
    expect((await call(service, from('192.0.2.2'))).status).not.toBe(429)
    // One line for each that was let in, and one a minute for all that were not.
    const lines = service.audit.filter(({ status }) => status === 429).length
    expect(lines).toBeGreaterThanOrEqual(1)
    expect(lines).toBeLessThanOrEqual(2)
  })

  it('are limited together, whichever door they try', async () => {
    const service = setup()
    for (let i = 0; i < LIMIT; i++) await DOORS[i % DOORS.length]?.[1](service, from('192.0.2.9'))
    // Not so if a new minute began: then the next round is over the limit.
    for (let i = 0; i < LIMIT; i++) await DOORS[i % DOORS.length]?.[1](service, from('192.0.2.9'))
    expect(service.audit.some(({ status }) => status === 429)).toBe(true)
  })

  it('are not limited where VOD has signed them, nor at /healthz', async () => {
    const service = setup()
    const signed = signedEvent(event)
    for (let i = 0; i < LIMIT * 2; i++) {
      const headers = { ...signed.headers, ...from('192.0.2.1') }
      expect((await service.call('POST', '/vod/events', { ...signed, headers })).status).toBe(200)
      expect((await service.call('GET', '/healthz', { headers: from('192.0.2.1') })).status).toBe(200)
    }
  })

  it('do not count those of a user behind the same address', async () => {
    const service = setup()
    const user = await testUser(service, 'alice')
    for (let i = 0; i < LIMIT * 2; i++) expect((await user.list()).status).toBe(200)
  })

  it('are limited while the settings are wrong, too', async () => {
    const service = testService({ SESSION_KEY: undefined })
    let refused = 0
    for (let i = 0; i < 1300; i++) {
      if ((await service.call('GET', '/', { headers: from('192.0.2.1') })).status === 429) refused++
    }
    expect(refused).toBeGreaterThan(0)
  })
})

describe('the log', () => {
  it('holds at most 1,000 lines a minute about calls without a session, and says how many it left out', async () => {
    const service = testService()
    for (let i = 0; i < 2100; i++) await service.raw('/nothing', { headers: from(`192.0.${i >> 8}.${i & 255}`) })
    expect(service.audit.length).toBeLessThanOrEqual(2000)
    await service.call('GET', '/openapi.json')
    const unlogged = service.audit.reduce((sum, line) => sum + Number(line.unlogged ?? 0), 0)
    // A minute may have ended meanwhile: then an earlier line says so.
    expect(unlogged).toBeGreaterThan(0)
    expect(service.audit.length + unlogged).toBe(2101)
  })

  it('has one line a minute about a user who is over the limit', async () => {
    const service = testService({ CALLS_PER_MINUTE_USER: '5' })
    const user = await testUser(service, 'alice')
    for (let i = 0; i < 30; i++) await user.list()
    expect(service.audit.filter(({ status }) => status === 429).length).toBeLessThanOrEqual(2)
  })
})
