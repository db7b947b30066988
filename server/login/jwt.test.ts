import { beforeEach, describe, expect, it } from 'vitest'
import { emulator } from '../test-support/emulator'
import { testService } from '../test-support/service'
import { AUDIENCE, ISSUER, signToken, teamLogin } from '../test-support/team-login'

beforeEach(() => emulator('POST', '/reset'))

const list = (service: ReturnType<typeof testService>, token: string) =>
  service.call('GET', '/videos', { headers: { authorization: `Bearer ${token}` } })

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
const base64url = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

describe('LOGIN=jwt', () => {
  it.each(['ES256', 'RS256', 'EdDSA'])("takes a token of the team's own backend, signed with %s", async (algorithm) => {
    const team = await teamLogin(algorithm)
    const service = testService(team.settings)
    const { status, json } = await list(service, await team.token('user-17'))
    expect([status, json.videos]).toEqual([200, []])
  })

  it('takes one that is signed with a secret', async () => {
    const secret = 'a secret that two servers share, and nobody else'
    const service = testService({
      ...{ LOGIN: 'jwt', JWT_KEY: secret, JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE },
      ...{ WECHAT_APPID: undefined, WECHAT_APP_SECRET: undefined },
    })
    const token = await signToken(new TextEncoder().encode(secret), 'HS256', 'k1', 'user-17')
    expect((await list(service, token)).status).toBe(200)
  })

  it('names the subject as STS takes it, and by a hash where it does not; each is one user', async () => {
    const team = await teamLogin()
    const service = testService(team.settings)
    const names = ['user-17', 'auth0|5f7c8ec7c33c6c004bbafe82', 'x', '张三', 'hashed-1', 'n'.repeat(200)]
    for (const name of names) {
      const headers = { authorization: `Bearer ${await team.token(name)}` }
      const created = await service.call('POST', '/uploads', {
        headers,
        body: { fileName: 'v.mp4', fileSize: 1000, title: name.slice(0, 20) },
      })
      expect(created.status, name).toBe(200)
      const { json } = await service.call('GET', '/videos', { headers })
      expect(json.videos).toMatchObject([{ videoId: created.json.videoId }])
      expect((await service.call('POST', '/credentials', { headers })).status).toBe(200)
    }
  })

  it('has no POST /session', async () => {
    const team = await teamLogin()
    const { status, json } = await testService(team.settings).call('POST', '/session', { body: { code: 'x' } })
    expect([status, json.code]).toEqual([404, 'not_found'])
  })

  it('refuses every token that is not for this service', async () => {
    const team = await teamLogin()
    const other = await teamLogin()
    const service = testService(team.settings)
    const good = await team.token('user-17')
    const [header = '', payload = '', signature = ''] = good.split('.')
    const none = `${base64url({ alg: 'none' })}.${payload}.`
    // The public key, taken for a secret: an old trick.
    const confused = await signToken(new TextEncoder().encode(team.publicKey), 'HS256', 'k1', 'user-17')
    const tokens: [what: string, token: string, code: string][] = [
      ['of another key', await other.token('user-17'), 'session_invalid'],
      ['of another issuer', await team.token('user-17', { iss: 'https://evil.example' }), 'session_invalid'],
      ['for another audience', await team.token('user-17', { aud: 'shop' }), 'session_invalid'],
      ['that has expired', await team.token('user-17', { exp: inSeconds(-61) }), 'session_expired'],
      ['of the future', await team.token('user-17', { nbf: inSeconds(120) }), 'session_invalid'],
      ['without an end', await team.token('user-17', {}, ['exp']), 'session_invalid'],
      ['without a subject', await team.token('user-17', {}, ['sub']), 'session_invalid'],
      ['with an empty subject', await team.token(''), 'session_invalid'],
      ['without a signature', none, 'session_invalid'],
      ['with the signature cut off', `${header}.${payload}.`, 'session_invalid'],
      ['with another payload', `${header}.${base64url({ sub: 'admin' })}.${signature}`, 'session_invalid'],
      ['whose secret is the public key', confused, 'session_invalid'],
      ['that is none', 'x', 'session_invalid'],
      ['of 9,000 characters', `${header}.${'a'.repeat(9000)}.${signature}`, 'session_invalid'],
    ]
    for (const [what, token, code] of tokens) {
      const { status, json, headers } = await list(service, token)
      expect([status, json.code, headers.get('www-authenticate')], what).toEqual([401, code, 'Bearer'])
    }
    expect((await list(service, good)).status).toBe(200)
    // What has expired within the tolerance is taken: clocks differ.
    expect((await list(service, await team.token('user-17', { exp: inSeconds(-30) }))).status).toBe(200)
    expect((await service.call('GET', '/videos')).json.code).toBe('session_missing')
  })

  it("never lets a session of wx.login in, nor Cloud Run's headers", async () => {
    const session = await testService().login('alice')
    const team = await teamLogin()
    const service = testService(team.settings)
    expect((await list(service, session.slice('Bearer '.length))).json.code).toBe('session_invalid')
    const headers = { 'x-wx-openid': 'oAlice', 'x-wx-source': 'wx_client', 'x-wx-appid': 'wx0123456789abcdef' }
    expect((await service.call('GET', '/videos', { headers })).json.code).toBe('session_missing')
  })
})
