import { beforeEach, describe, expect, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { testUser } from '../test-support/user'

beforeEach(() => emulator('POST', '/reset'))

const userOf = (changes: Record<string, string> = {}) =>
  testUser(testService(changes), `u${crypto.randomUUID().slice(0, 8)}`)

describe('GET /settings', () => {
  it('tells what is allowed where the operator has set nothing', async () => {
    const user = await userOf()
    const { status, json } = await user.call('GET', '/settings')
    expect(status).toBe(200)
    expect(json).toEqual({
      limits: {
        maxBytes: 10_737_418_240,
        maxSeconds: null,
        dailyUploads: 100,
        dailyBytes: 107_374_182_400,
        titleCharacters: 128,
        descriptionCharacters: 1024,
        tags: 16,
        tagCharacters: 32,
      },
      left: { uploads: 100, bytes: 107_374_182_400 },
      resetsAt: expect.stringMatching(/T00:00:00\.000Z$/),
      categories: [],
      review: false,
      covers: true,
      shares: true,
      reports: false,
      messages: [],
      serverTime: expect.any(String),
    })
    expect(Date.parse(json.resetsAt as string)).toBeGreaterThan(Date.now())
  })

  it('tells what the operator offers', async () => {
    const user = await userOf({
      MAX_SECONDS: '600',
      CATEGORIES: '1000001=Pets, 1000002=旅行',
      REVIEW: 'true',
      COVERS: 'false',
      SHARE_DAYS: '0',
      REPORTS: 'true',
      MESSAGE_TEMPLATE_READY: 'ready-template-0001',
      MESSAGE_TEMPLATE_REFUSED: 'refused-template-01',
      MESSAGE_DATA: '{"thing1":"title"}',
    })
    expect((await user.call('GET', '/settings')).json).toMatchObject({
      limits: { maxSeconds: 600 },
      categories: [
        { id: '1000001', name: 'Pets' },
        { id: '1000002', name: '旅行' },
      ],
      review: true,
      covers: false,
      shares: false,
      reports: true,
      messages: ['ready-template-0001', 'refused-template-01'],
    })
  })

  it('counts what is left as the limits count, and says with the refusal when the day begins anew', async () => {
    const user = await userOf({ DAILY_UPLOADS: '2', DAILY_BYTES: '5000' })
    await user.video()
    expect((await user.call('GET', '/settings')).json).toMatchObject({ left: { uploads: 1, bytes: 4000 } })
    await user.create()
    const { resetsAt, left } = (await user.call('GET', '/settings')).json
    expect(left).toEqual({ uploads: 0, bytes: 3000 })
    const refused = await user.create()
    expect(refused.json).toMatchObject({ code: 'daily_limit_reached', resetsAt })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('needs a session', async () => {
    expect((await testService().call('GET', '/settings')).json).toMatchObject({ code: 'session_missing' })
  })
})
