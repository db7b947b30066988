import { describe, expect, test } from 'vitest'
import { demoAccount } from '../account'
import { emulatorForTests } from '../test-support/emulator'

const emulator = await emulatorForTests()
const { cloud, clock } = emulator
const [miniProgram] = demoAccount.miniPrograms

const ok = { errcode: undefined, openid: expect.stringMatching(/^o[\w-]{27}$/) }

async function logIn(code: string, changes: Record<string, string | undefined> = {}) {
  const query = new URLSearchParams()
  const parameters = {
    appid: miniProgram?.appId,
    secret: miniProgram?.appSecret,
    js_code: code,
    grant_type: 'authorization_code',
    ...changes,
  }
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query.set(name, value)
  const response = await fetch(`${emulator.url}/sns/jscode2session?${query}`)
  const text = await response.text()
  const type = response.headers.get('content-type')
  const json = (text.startsWith('{') ? JSON.parse(text) : {}) as {
    openid?: string
    session_key?: string
    errcode?: number
    errmsg?: string
  }
  return { status: response.status, type, text, errcode: json.errcode, ...json }
}

describe('a login', () => {
  test('gives an openid and a session key, as text/plain and without an errcode', async () => {
    const answer = await logIn('dev-alice-1')
    expect(answer).toMatchObject({ status: 200, type: 'text/plain', ...ok })
    expect(Buffer.from(answer.session_key ?? '', 'base64')).toHaveLength(16)
    expect(Object.keys(JSON.parse(answer.text))).toEqual(['session_key', 'openid'])
  })

  test('gives one user the same openid each time, and others another', async () => {
    const first = await logIn('dev-alice-1')
    const second = await logIn('dev-alice-2')
    expect(second.openid).toBe(first.openid)
    expect(second.session_key).not.toBe(first.session_key)
    expect((await logIn('dev-bob-1')).openid).not.toBe(first.openid)
    expect((await logIn('dev-a-name-with-dashes-1')).openid).toBe((await logIn('dev-a-name-with-dashes-2')).openid)
    expect((await logIn(cloud.loginCodes.issue('alice', clock.now()))).openid).toBe(first.openid)
  })
})

describe('a code', () => {
  test('works once', async () => {
    for (const code of ['dev-alice-1', cloud.loginCodes.issue('alice', clock.now())]) {
      expect(await logIn(code)).toMatchObject(ok)
      const again = await logIn(code)
      expect(again).toMatchObject({ status: 200, type: 'text/plain', errcode: 40163 })
      expect(again.errmsg).toMatch(/^code been used, rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/)
      expect(again).not.toHaveProperty('openid')
    }
  })

  test('issued by the emulator works for five minutes', async () => {
    const [inTime, late] = [cloud.loginCodes.issue('alice', clock.now()), cloud.loginCodes.issue('alice', clock.now())]
    clock.advance(299)
    expect(await logIn(inTime)).toMatchObject(ok)
    clock.advance(1)
    expect(await logIn(late)).toMatchObject({ status: 200, errcode: 40029 })
  })

  test('can be had from a control call', async () => {
    const response = await fetch(`${emulator.url}/_emulator/login-codes`, { method: 'POST', body: '{"name":"alice"}' })
    const { code } = (await response.json()) as { code: string }
    expect((await logIn(code)).openid).toBe((await logIn('dev-alice-1')).openid)
    const unnamed = await fetch(`${emulator.url}/_emulator/login-codes`, { method: 'POST', body: '{}' })
    expect(unnamed.status).toBe(400)
  })

  test('of DevTools’ tourist works again and again', async () => {
    const first = await logIn('the code is a mock one')
    expect(first).toMatchObject(ok)
    expect((await logIn('the code is a mock one')).openid).toBe(first.openid)
  })

  test.each(['unknown', 'dev-', 'dev-alice', 'dev--1', 'The code is a mock one'])('%j is invalid', async (code) => {
    expect(await logIn(code)).toMatchObject({ status: 200, errcode: 40029 })
  })

  test('is not used up by a login with a wrong secret', async () => {
    expect((await logIn('dev-alice-1', { secret: 'wrong' })).errcode).toBe(40125)
    expect(await logIn('dev-alice-1')).toMatchObject(ok)
  })
})

describe('a login is refused', () => {
  test.each([
    ['appid', undefined, 41002],
    ['secret', undefined, 41004],
    ['js_code', undefined, 41008],
    ['appid', 'wx0000000000000000', 40013],
    ['secret', 'wrong', 40125],
    ['grant_type', undefined, 40002],
  ])('with %s = %s', async (name, value, errcode) => {
    const answer = await logIn('dev-alice-1', { [name]: value })
    expect(answer).toMatchObject({ status: 200, type: 'text/plain', errcode })
  })

  test('to a user of high risk', async () => {
    expect((await logIn('dev-blocked-1')).errcode).toBe(40226)
  })

  test('to a user who logs in too often within a minute', async () => {
    cloud.switches.loginsPerMinute = 2
    expect([(await logIn('dev-alice-1')).errcode, (await logIn('dev-alice-2')).errcode]).toEqual([undefined, undefined])
    expect((await logIn('dev-alice-3')).errcode).toBe(45011)
    expect(await logIn('dev-bob-1')).toMatchObject(ok)
    clock.advance(60)
    expect(await logIn('dev-alice-3')).toMatchObject(ok)
  })
})

describe('a fault', () => {
  test('with a number is an errcode of WeChat’s', async () => {
    for (const code of ['-1', '45011']) {
      cloud.faults.add({ operation: 'jscode2session', fault: { type: 'error', status: 500, code } })
      expect(await logIn('dev-alice-1')).toMatchObject({ status: 200, type: 'text/plain', errcode: Number(code) })
    }
    expect(await logIn('dev-alice-1')).toMatchObject(ok)
  })

  test('with a name is a failure in front of WeChat', async () => {
    cloud.faults.add({ operation: 'jscode2session', fault: { type: 'error', status: 502, code: 'Bad Gateway' } })
    expect(await logIn('dev-alice-1')).toMatchObject({ status: 502, type: 'text/html', errcode: undefined })
  })
})
