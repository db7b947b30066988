import { describe, expect, it } from 'vitest'
import { ADMIN } from '../test-support/admin'
import { testService } from '../test-support/service'
import { CALLBACK, eventTime, signedEvent } from '../test-support/vod-event'

const ORIGIN = 'https://app.example'
const allowed = { ALLOWED_ORIGINS: `https://other.example, ${ORIGIN}` }

const corsOf = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control-')))

const preflight = (service: ReturnType<typeof testService>, path: string, headers: Record<string, string> = {}) =>
  service.raw(path, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
      ...headers,
    },
  })

describe('ALLOWED_ORIGINS', () => {
  it('left empty, lets no page call: no answer has a header of CORS, and OPTIONS is refused', async () => {
    const service = testService()
    const asked = await preflight(service, '/credentials')
    expect([asked.status, corsOf(asked.headers)]).toEqual([405, {}])
    const { headers } = await service.call('GET', '/settings', { headers: { origin: ORIGIN } })
    expect([corsOf(headers), headers.get('vary')]).toEqual([{}, null])
  })

  it('lets the pages of an origin that it names ask, and call with a session and a key', async () => {
    const answer = await preflight(testService(allowed), '/uploads')
    expect(answer.status).toBe(204)
    expect(corsOf(answer.headers)).toEqual({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET,POST,PUT,PATCH,DELETE',
      'access-control-allow-headers': 'authorization,content-type,idempotency-key,x-request-id',
      'access-control-expose-headers': 'x-request-id,retry-after,www-authenticate,allow',
      'access-control-max-age': '7200',
    })
    expect(answer.headers.get('vary')).toMatch(/origin/i)
  })

  it('lets a page read an answer, and every refusal', async () => {
    const service = testService({ ...allowed, CALLS_PER_MINUTE_ADDRESS: '1' })
    const headers = { authorization: await service.login('alice'), origin: ORIGIN }
    const fine = await service.call('POST', '/credentials', { headers })
    const unknown = await service.call('GET', '/nothing', { headers })
    const missing = await service.call('GET', '/videos', { headers: { origin: ORIGIN } })
    const limited = await service.call('GET', '/videos', { headers: { origin: ORIGIN } })
    // Unless a minute began in between, which the last two would not notice otherwise.
    const over =
      limited.status === 429 ? limited : await service.call('GET', '/videos', { headers: { origin: ORIGIN } })
    expect([fine.status, unknown.status, over.status]).toEqual([200, 404, 429])
    for (const answer of [fine, unknown, missing, over]) {
      expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN)
      expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id,retry-after')
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
      expect(answer.headers.get('vary')).toMatch(/origin/i)
    }
    expect(over.headers.get('retry-after')).toBe('60')
  })

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'http://app.example',
    'null',
    'https://app.example:8443',
  ])('does not let pages of %s', async (origin) => {
    const service = testService(allowed)
    const asked = await preflight(service, '/credentials', { origin })
    expect(asked.headers.get('access-control-allow-origin')).toBeNull()
    const called = await service.call('GET', '/openapi.json', { headers: { origin } })
    expect(called.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('is for what clients call: each such route says so, and no other', async () => {
    const service = testService({ ...allowed, ...CALLBACK, ...ADMIN, REPORTS: 'true', TIMER_SECRET: 't'.repeat(32) })
    const open = new Set<string>()
    const routes = [...new Set(service.routes().map((route) => route.slice(route.indexOf('/'))))]
    for (const path of routes) {
      const address = path.replace(/:\w+/, 'abc')
      const asked = await preflight(service, address)
      const called = await service.raw(address, { headers: { origin: ORIGIN } })
      const says = [asked, called].map(({ headers }) => headers.has('access-control-allow-origin'))
      expect(says[0], path).toBe(says[1])
      if (says[0]) open.add(path)
    }
    const closed = routes.filter((path) => !open.has(path))
    expect(closed.filter((path) => !/^\/(vod|admin|metrics|invoke|healthz|readyz)\b/.test(path))).toEqual([])
    expect([...open].filter((path) => /event|admin|metrics|invoke/.test(path))).toEqual([])
    expect(closed).toEqual(expect.arrayContaining(['/vod/events', '/admin/orphans']))
    expect([...open]).toEqual(expect.arrayContaining(['/session', '/credentials', '/uploads', '/videos/:videoId']))
  })

  it('has nothing to say where a notification of VOD comes with an origin', async () => {
    const service = testService({ ...allowed, ...CALLBACK })
    const { body, headers } = signedEvent({
      EventType: 'FileUploadComplete',
      EventTime: eventTime(1),
      VideoId: 'v',
      Status: 'success',
    })
    const answer = await service.call('POST', '/vod/events', { body, headers: { ...headers, origin: ORIGIN } })
    expect([answer.status, corsOf(answer.headers)]).toEqual([200, {}])
  })

  it('has preflights counted by address, together with other calls without a session, and leaves them out of the log', async () => {
    const service = testService({ ...allowed, CALLS_PER_MINUTE_ADDRESS: '10' })
    const statuses: number[] = []
    for (let i = 0; i < 30; i++) {
      statuses.push((await preflight(service, '/credentials', { 'cf-connecting-ip': '192.0.2.1' })).status)
    }
    // A new minute may have begun in between, once.
    expect([10, 20]).toContain(statuses.filter((status) => status === 204).length)
    expect(new Set(statuses)).toEqual(new Set([204, 429]))
    expect((await preflight(service, '/credentials', { 'cf-connecting-ip': '192.0.2.2' })).status).toBe(204)
    expect(service.audit.filter(({ status }) => status === 204)).toEqual([])
  })
})
