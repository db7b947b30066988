import { decode, sign } from 'hono/jwt'
import { beforeEach, describe, expect, inject, it } from 'vitest'
import { emulator, setFault } from '../test-support/emulator'
import { loginCode, testService } from '../test-support/service'

beforeEach(() => emulator('POST', '/reset'))

const post = (service: ReturnType<typeof testService>, code: string) =>
  service.call('POST', '/session', { body: { code } })

describe('POST /session', () => {
  it('gives a session of two hours for a login code, and the time', async () => {
    const { status, headers, json } = await post(testService(), loginCode('alice'))
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(Object.keys(json).sort()).toEqual(['expiresAt', 'serverTime', 'token', 'user'])
    expect(Math.abs(Date.parse(json.serverTime as string) - Date.now())).toBeLessThan(60_000)
    const life = Date.parse(json.expiresAt as string) - Date.parse(json.serverTime as string)
    expect(life).toBeGreaterThan(7_198_000)
    expect(life).toBeLessThanOrEqual(7_200_000)
    const { header, payload } = decode(json.token as string)
    expect(header.alg).toBe('HS256')
    expect(payload.sub).toMatch(/^o[\w-]{27}$/)
  })

  it('gives the same user the same openid, and another user another', async () => {
    const service = testService()
    const openid = async (user: string) => decode((await service.login(user)).slice('Bearer '.length)).payload.sub
    expect(await openid('alice')).toBe(await openid('alice'))
    expect(await openid('alice')).not.toBe(await openid('bob'))
  })

  it('never lets session_key or the app secret out', async () => {
    const service = testService()
    const answers = [await post(service, loginCode('alice')), await post(service, 'nonsense')]
    for (const { text } of answers) {
      expect(text).not.toContain('session_key')
      expect(text).not.toContain(inject('demoSettings').WECHAT_APP_SECRET)
    }
    const { payload } = decode(answers[0]?.json.token as string)
    expect(Object.keys(payload).sort()).toEqual(['exp', 'iat', 'iss', 'sub'])
  })

  it('refuses a code that was used before', async () => {
    const service = testService()
    const code = loginCode('alice')
    expect((await post(service, code)).status).toBe(200)
    const { status, json } = await post(service, code)
    expect(status).toBe(401)
    expect(json).toMatchObject({ code: 'code_used', status: 401 })
  })

  it('refuses a code that WeChat does not know', async () => {
    const { status, json } = await post(testService(), '033AbcDef0123456789')
    expect(status).toBe(401)
    expect(json.code).toBe('invalid_code')
  })

  it.each([
    ['45011', 429, 'too_many_logins', '60'],
    ['40226', 403, 'login_blocked', null],
    ['-1', 502, 'wechat_busy', '1'],
    ['40013', 500, 'wechat_misconfigured', null],
    ['40125', 500, 'wechat_misconfigured', null],
    ['99999', 502, 'wechat_malformed', '1'],
  ])('maps errcode %s to %d %s', async (errcode, status, code, retryAfter) => {
    await setFault('jscode2session', { type: 'error', status: 400, code: errcode })
    const answer = await post(testService(), loginCode('alice'))
    expect(answer.status).toBe(status)
    expect(answer.json.code).toBe(code)
    expect(answer.headers.get('retry-after')).toBe(retryAfter)
  })

  it.each([
    ['an HTML page of a proxy', { type: 'respond', status: 503, body: '<html>' }, 502, 'wechat_busy'],
    ['a redirect', { type: 'respond', status: 302, body: '' }, 502, 'wechat_malformed'],
    ['no JSON', { type: 'respond', status: 200, body: '<html>' }, 502, 'wechat_malformed'],
    ['an empty body', { type: 'respond', status: 200, body: '' }, 502, 'wechat_malformed'],
    ['no openid', { type: 'respond', status: 200, body: '{"session_key":"k"}' }, 502, 'wechat_malformed'],
    [
      'an openid of another form',
      { type: 'respond', status: 200, body: '{"openid":"a b/c"}' },
      502,
      'wechat_malformed',
    ],
    ['JSON that is no object', { type: 'respond', status: 200, body: '7' }, 502, 'wechat_malformed'],
    ['a reset connection', { type: 'reset' }, 502, 'wechat_unreachable'],
    ['no answer in time', { type: 'delay', ms: 30_000 }, 504, 'wechat_timeout'],
    ['a body that stalls', { type: 'stall' }, 504, 'wechat_timeout'],
  ])('meets %s with a problem', async (_, fault, status, code) => {
    await setFault('jscode2session', fault)
    const service = testService({ UPSTREAM_TIMEOUT_MS: '300' })
    const { status: answered, json } = await post(service, loginCode('alice'))
    expect([answered, json.code]).toEqual([status, code])
    expect(service.log).toEqual([expect.objectContaining({ level: 'error', code, requestId: json.requestId })])
    expect((await post(service, loginCode('alice'))).status).toBe(200)
  })

  it('says so when nothing listens at WeChat', async () => {
    const { status, json } = await post(testService({ WECHAT_URL: 'http://127.0.0.1:9' }), loginCode('alice'))
    expect([status, json.code]).toEqual([502, 'wechat_unreachable'])
  })

  it.each([
    ['WECHAT_APPID', 'wx0000000000000000', /check WECHAT_APPID/],
    ['WECHAT_APP_SECRET', 'the-secret-of-another-program', /check WECHAT_APP_SECRET/],
  ])('tells the operator, not the user, that %s is wrong', async (name, value, hint) => {
    const service = testService({ [name]: value })
    const { status, json } = await post(service, loginCode('alice'))
    expect([status, json.code]).toEqual([500, 'wechat_misconfigured'])
    expect(json.detail).not.toContain(name)
    expect(service.log[0]?.hint).toMatch(hint)
    expect(JSON.stringify(service.log)).not.toContain(value)
  })
})

describe('the session of a call', () => {
  const key = () => inject('demoSettings').SESSION_KEY as string
  const now = () => Math.floor(Date.now() / 1000)
  const claims = () => ({ iss: 'wevod', sub: 'o1234567890123456789012345ab', iat: now() - 10, exp: now() + 60 })
  const use = (token: string) => testService().call('POST', '/credentials', { headers: { authorization: token } })

  it('lets the call pass when it is valid', async () => {
    expect((await use(`Bearer ${await sign(claims(), key())}`)).status).toBe(200)
  })

  it('is needed: without one the answer is 401 session_missing', async () => {
    for (const headers of [{}, { authorization: 'Basic YTpi' }, { authorization: 'Bearer' }] as Record<
      string,
      string
    >[]) {
      const { status, json, headers: answered } = await testService().call('POST', '/credentials', { headers })
      expect([status, json.code]).toEqual([401, 'session_missing'])
      expect(answered.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('ends after two hours: 401 session_expired', async () => {
    const { status, json } = await use(`Bearer ${await sign({ ...claims(), exp: now() - 1 }, key())}`)
    expect([status, json.code]).toEqual([401, 'session_expired'])
  })

  it('cannot be forged, altered or borrowed', async () => {
    const good = await sign(claims(), key())
    const [header = '', , signature = ''] = good.split('.')
    const encode = (value: unknown) => btoa(JSON.stringify(value)).replaceAll('=', '')
    const bad = {
      'another key': await sign(claims(), 'another key, also of 32 characters'),
      'another payload': [header, encode({ ...claims(), sub: 'someone-else' }), signature].join('.'),
      'no algorithm': [encode({ alg: 'none', typ: 'JWT' }), encode(claims()), ''].join('.'),
      'another algorithm': await sign(claims(), key(), 'HS512'),
      'another issuer': await sign({ ...claims(), iss: 'another service' }, key()),
      'the future': await sign({ ...claims(), iat: now() + 600 }, key()),
      'no subject': await sign({ iss: 'wevod', exp: now() + 60 }, key()),
      truncated: good.slice(0, -4),
      'no token at all': 'nothing-signed', // Not a part of a hexadecimal request id by chance.
    }
    for (const [what, token] of Object.entries(bad)) {
      const { status, json, text } = await use(`Bearer ${token}`)
      expect([status, json.code], what).toEqual([401, 'session_invalid'])
      expect(text).not.toContain(token)
    }
  })
})
