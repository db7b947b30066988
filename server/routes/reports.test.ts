import { beforeEach, describe, expect, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

const report = {
  code: 'network_failed',
  at: '2026-11-25T20:43:06.123Z',
  cloudCode: 'RequestTimeTooSkewed',
  requestId: '5F3D9A7B0C1E2D3F4A5B6C7D',
  engine: 'own',
  platform: 'ios',
  library: '3.8.10',
  app: '0.1.0',
  network: '4g',
}

async function setup() {
  const service = testService({ REPORTS: 'true' })
  const user = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
  return { service, user, send: (body: unknown) => user.call('POST', '/reports', body) }
}

describe('POST /reports', () => {
  it('puts what failed on a phone into the log, a line each', async () => {
    const { service, user, send } = await setup()
    const { cloudCode: _, requestId: __, network: ___, ...least } = report
    expect((await send({ reports: [report, least] })).json).toEqual({ serverTime: expect.any(String) })
    const lines = service.log.filter(({ event }) => event === 'report')
    const { requestId, ...rest } = report
    const line = { level: 'info', event: 'report', user: expect.stringMatching(/^[0-9a-f]{16}$/) }
    expect(lines).toEqual([
      { ...line, ...rest, reported: requestId },
      { ...line, ...least },
    ])
    expect(JSON.stringify(lines)).not.toContain(user.openid)
  })

  it.each([
    ['nothing', {}],
    ['no report', { reports: [] }],
    ['too many', { reports: Array(21).fill(report) }],
    ['a text', { reports: [{ ...report, code: 'it does not work' }] }],
    ['a title', { reports: [{ ...report, title: 'Holiday' }] }],
    ['a URL', { reports: [{ ...report, requestId: 'https://x/y' }] }],
    ['a token', { reports: [{ ...report, cloudCode: `CAIS${'x'.repeat(100)}` }] }],
    ['Chinese', { reports: [{ ...report, platform: '张三' }] }],
    ['a line break', { reports: [{ ...report, platform: 'ios\nlevel' }] }],
    ['another time', { reports: [{ ...report, at: 'yesterday' }] }],
    ['a number', { reports: [{ ...report, code: 7 }] }],
  ])('refuses %s, and logs nothing of it', async (_, body) => {
    const { service, send } = await setup()
    expect((await send(body)).json).toMatchObject({ code: 'invalid_body' })
    expect(service.log).toEqual([])
  })

  it('takes a bounded number of lines from each user', async () => {
    const { service, send } = await setup()
    const other = await testUser(service, `u${crypto.randomUUID().slice(0, 8)}`)
    const answers = []
    for (let i = 0; i < 8; i++) answers.push((await send({ reports: Array(20).fill(report) })).status)
    // A minute may have ended in between.
    expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1)
    expect(service.log.length).toBeLessThanOrEqual(140)
    expect((await other.call('POST', '/reports', { reports: [report] })).status).toBe(200)
  })

  it('is not there where the operator wants none, and needs a session', async () => {
    expect((await testService().call('POST', '/reports', { body: { reports: [report] } })).json.code).toBe('not_found')
    const { service } = await setup()
    expect((await service.call('POST', '/reports', { body: { reports: [report] } })).json.code).toBe('session_missing')
  })
})
