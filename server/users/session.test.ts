import { sign } from 'hono/jwt'
import { describe, expect, inject, it } from 'vitest'
import { testService } from '../test-support/service'
import { sessionsSignedWith } from './session'

const KEY = 'k'.repeat(40)
const FORMER = 'f'.repeat(40)

const seconds = () => Math.floor(Date.now() / 1000)
const claims = (changes: Record<string, unknown> = {}) => {
  const iat = seconds()
  return { iss: 'wevod', sub: 'oAlice', iat, exp: iat + 7200, ...changes }
}
const base64Url = (value: unknown) =>
  btoa(typeof value === 'string' ? value : JSON.stringify(value))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

const read = async (token: string, keys: [string, ...string[]] = [KEY]) =>
  sessionsSignedWith(keys, Date.now).read(`Bearer ${token}`)

describe('sessions', () => {
  it('tell whose they are, and give logs a name that is not the openid', async () => {
    const sessions = sessionsSignedWith([KEY], Date.now)
    const { token } = await sessions.issue('oAlice')
    const session = await sessions.read(`Bearer ${token}`)
    expect(session).toEqual({ openid: 'oAlice', user: expect.stringMatching(/^[0-9a-f]{16}$/) })
    expect(await sessions.read(`bearer  ${token}`)).toEqual(session)
  })

  it('end when they say, also those that were seen before', async () => {
    let time = Date.now()
    const sessions = sessionsSignedWith([KEY], () => time)
    const { token, expiresAt } = await sessions.issue('oAlice')
    time = Date.parse(expiresAt) - 1
    expect(await sessions.read(`Bearer ${token}`)).toMatchObject({ openid: 'oAlice' })
    time += 1
    await expect(sessions.read(`Bearer ${token}`)).rejects.toMatchObject({ code: 'session_expired', status: 401 })
    await expect(read(await sign(claims({ exp: seconds() - 1 }), KEY, 'HS256'))).rejects.toMatchObject({
      code: 'session_expired',
    })
  })

  it('are good for two hours, and a little early where the clocks of two machines differ', async () => {
    const sessions = sessionsSignedWith([KEY], () => 1_700_000_030_000)
    const ahead = await sign({ iss: 'wevod', sub: 'oAlice', iat: 1_700_000_060, exp: 1_700_007_260 }, KEY, 'HS256')
    expect(await sessions.read(`Bearer ${ahead}`)).toMatchObject({ openid: 'oAlice' })
    expect((await sessions.issue('oAlice')).expiresAt).toBe(new Date(1_700_007_230_000).toISOString())
  })

  it.each([
    ['a former key', FORMER],
    ['the key of today', KEY],
  ])('signed with %s are good while the former key is known', async (_, key) => {
    const token = await sign(claims(), key, 'HS256')
    expect(await read(token, [KEY, FORMER])).toMatchObject({ openid: 'oAlice' })
  })

  it('of a former key end with it, and new ones are signed with the key of today', async () => {
    const old = await sign(claims(), FORMER, 'HS256')
    await expect(read(old)).rejects.toMatchObject({ code: 'session_invalid' })
    const { token } = await sessionsSignedWith([KEY, FORMER], Date.now).issue('oBob')
    expect(await read(token)).toMatchObject({ openid: 'oBob' })
  })
})

describe('a session is refused', () => {
  const forged: [string, () => Promise<string> | string][] = [
    ['without a signature', () => `${base64Url({ alg: 'none', typ: 'JWT' })}.${base64Url(claims())}.`],
    ['with "None" for an algorithm', () => `${base64Url({ alg: 'None', typ: 'JWT' })}.${base64Url(claims())}.`],
    ['signed with HS512 and our own key', () => sign(claims(), KEY, 'HS512')],
    ['signed with HS384 and our own key', () => sign(claims(), KEY, 'HS384')],
    [
      'signed by a pair of keys',
      async () => {
        const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
        const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
        return sign(claims(), pair.privateKey, 'ES256')
      },
    ],
    ['signed with another key', () => sign(claims(), 'x'.repeat(40), 'HS256')],
    ['signed with an empty key', () => sign(claims(), '\0', 'HS256')],
    ['of another issuer', () => sign(claims({ iss: 'elsewhere' }), KEY, 'HS256')],
    ['of no issuer', () => sign(claims({ iss: undefined }), KEY, 'HS256')],
    ['from the future', () => sign(claims({ iat: seconds() + 3600, exp: seconds() + 7200 }), KEY, 'HS256')],
    ['that is not valid yet', () => sign(claims({ nbf: seconds() + 3600 }), KEY, 'HS256')],
    ['that never ends', () => sign(claims({ exp: undefined }), KEY, 'HS256')],
    ['of nobody', () => sign(claims({ sub: undefined }), KEY, 'HS256')],
    ['of somebody who cannot be', () => sign(claims({ sub: '../x y' }), KEY, 'HS256')],
    ['of a list of users', () => sign(claims({ sub: ['oAlice'] }), KEY, 'HS256')],
    ['that was truncated', async () => (await sign(claims(), KEY, 'HS256')).slice(0, -4)],
    ['that lacks its signature', async () => (await sign(claims(), KEY, 'HS256')).replace(/\.[^.]*$/, '.')],
    [
      'whose payload was exchanged',
      async () => (await sign(claims(), KEY, 'HS256')).replace(/\.[^.]*\./, `.${base64Url(claims({ sub: 'oBob' }))}.`),
    ],
    [
      'that brings its own key',
      async () => {
        const [, payload, signature] = (await sign(claims(), 'x'.repeat(40), 'HS256')).split('.')
        const header = base64Url({ alg: 'HS256', typ: 'JWT', jwk: { kty: 'oct', k: base64Url('x'.repeat(40)) } })
        return `${header}.${payload}.${signature}`
      },
    ],
    ['that is no token', () => 'nonsense'],
    ['that is three dots', () => '...'],
  ]
  it.each(forged)('%s', async (_, make) => {
    await expect(read(await make(), [KEY, FORMER])).rejects.toMatchObject({ code: 'session_invalid', status: 401 })
  })

  it.each([undefined, '', 'Bearer', 'Bearer ', 'Basic abc', 'Token abc'])('that comes as %j', async (authorization) => {
    const { status, json, headers } = await testService().call(
      'POST',
      '/credentials',
      authorization === undefined ? {} : { headers: { authorization } },
    )
    expect([status, json.code, headers.get('www-authenticate')]).toEqual([401, 'session_missing', 'Bearer'])
  })
})

it('a service takes the sessions of its former key', async () => {
  const before = testService()
  const authorization = await before.login('alice')
  const key = inject('demoSettings').SESSION_KEY as string
  const rotated = { SESSION_KEY: 'n'.repeat(40), SESSION_KEY_PREVIOUS: key }
  expect((await testService(rotated).call('GET', '/videos', { headers: { authorization } })).status).toBe(200)
  const forgotten = await testService({ SESSION_KEY: 'n'.repeat(40) }).call('GET', '/videos', {
    headers: { authorization },
  })
  expect([forgotten.status, forgotten.json.code]).toEqual([401, 'session_invalid'])
})
