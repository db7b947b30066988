import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Http, HttpRequest } from '../uploader/index'
import { cloudRunHttp } from './cloud-run-http'
import { ownToken } from './own-token'
import type { OwnToken } from './session-client'
import { TokenService } from './token-service'

const setTimer = (callback: () => void, ms: number) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
const answer = (status: number, body: unknown) => ({ status, headers: {}, text: JSON.stringify(body) })

describe("a token of the team's own", () => {
  /** A service that takes these tokens, and what was sent to it. */
  function phone(tokens: OwnToken[], good: string[]) {
    const sent: HttpRequest[] = []
    const entered: string[] = []
    const http: Http = {
      send(request) {
        sent.push(request)
        const isGood = good.includes((request.headers.authorization ?? '').slice('Bearer '.length))
        const refusal = { code: 'session_expired', title: 'T', status: 401 }
        return {
          response: Promise.resolve(isGood ? answer(200, { videos: [] }) : answer(401, refusal)),
          abort: () => undefined,
        }
      },
    }
    const service = new TokenService({
      ...{ url: 'https://service.example', http },
      login: { kind: 'jwt', getToken: async () => tokens.shift() as OwnToken },
      users: {
        get current() {
          return entered.at(-1)
        },
        enter: (user) => void entered.push(user),
      },
    })
    return { service, sent, entered }
  }

  it('goes with every call, and nothing is asked of POST /session', async () => {
    const { service, sent, entered } = phone([{ token: 't1', user: 'user/17' }], ['t1'])
    await service.listVideos()
    await service.listVideos()
    expect(sent.map(({ url, headers }) => [url.slice(23), headers.authorization])).toEqual([
      ['/videos', 'Bearer t1'],
      ['/videos', 'Bearer t1'],
    ])
    expect(entered).toEqual(['own-user%2F17'])
  })

  it('is asked for again when the service says that it is over', async () => {
    const tokens = [
      { token: 't1', user: 'u' },
      { token: 't2', user: 'u' },
    ]
    const good = ['t1']
    const { service, sent } = phone(tokens, good)
    await service.listVideos()
    good[0] = 't2'
    await service.listVideos()
    expect(sent.at(-1)?.headers.authorization).toBe('Bearer t2')
  })

  it('of another user ends what was asked for the former one', async () => {
    const tokens = [
      { token: 't1', user: 'a' },
      { token: 't2', user: 'b' },
    ]
    const good = ['t1']
    const { service, sent } = phone(tokens, good)
    await service.listVideos()
    good[0] = 't2'
    await expect(service.listVideos()).rejects.toMatchObject({ code: 'user_changed' })
    expect(sent).toHaveLength(2)
    expect((await service.listVideos()).videos).toEqual([])
  })

  it.each([
    ['a rejection', () => Promise.reject(new Error('offline')), true],
    [
      'an exception',
      () => {
        throw new Error('a bug')
      },
      true,
    ],
    ['nothing', () => Promise.resolve(undefined as unknown as OwnToken), false],
    ['no user', () => Promise.resolve({ token: 't' } as OwnToken), false],
  ])('that is %s is a failed login', async (_, getToken, passing) => {
    await expect(ownToken(getToken, setTimer)).rejects.toMatchObject({ code: 'login_failed', passing })
  })
})

describe('WeChat Cloud Run', () => {
  beforeEach(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined))
  afterEach(() => void vi.restoreAllMocks())

  type Call = Record<string, unknown> & { success(result: unknown): void; fail(reason: unknown): void }
  function cloud(act: (call: Call) => void) {
    const calls: Call[] = []
    const init = vi.fn()
    const callContainer = (call: Call) => {
      calls.push(call)
      act(call)
    }
    const wx = { cloud: { init, callContainer } }
    const http = cloudRunHttp(
      wx as unknown as Pick<WechatMiniprogram.Wx, 'cloud'>,
      { env: 'prod-1', service: 'wevod' },
      setTimer,
    )
    return { http, calls, init }
  }

  it('carries the calls of the service, without a session', async () => {
    const { http, calls, init } = cloud(({ success }) =>
      success({ statusCode: 200, header: { 'X-Request-Id': 'r' }, data: '{"videos":[]}' }),
    )
    const service = new TokenService({ url: '', http, login: { kind: 'cloudrun' } })
    await service.listVideos()
    await service.deleteVideo('v')
    expect(init).toHaveBeenCalledOnce()
    expect(calls.map(({ config, path, method, data }) => ({ config, path, method, data }))).toEqual([
      { config: { env: 'prod-1' }, path: '/videos', method: 'GET', data: undefined },
      { config: { env: 'prod-1' }, path: '/videos/v', method: 'DELETE', data: '{}' },
    ])
    const headers = calls[0]?.header as Record<string, string>
    expect(headers['X-WX-SERVICE']).toBe('wevod')
    expect(Object.keys(headers).map((name) => name.toLowerCase())).not.toContain('authorization')
    expect(calls[0]?.timeout).toBeLessThanOrEqual(15_000)
  })

  it.each([
    [{ errMsg: 'cloud.callContainer:fail timeout' }, 'timed_out'],
    [{ errMsg: 'cloud.callContainer:fail -501000' }, 'network_failed'],
    [undefined, 'network_failed'],
  ])('says what became of a call that fails with %j', async (reason, code) => {
    const { http } = cloud(({ fail }) => fail(reason))
    const request = { method: 'GET', url: '/videos', headers: {}, timeoutMs: 1000 } as const
    await expect(http.send(request).response).rejects.toMatchObject({ code })
  })

  it('takes an answer without a status for none', async () => {
    const { http } = cloud(({ success }) => success({ data: '' }))
    const request = { method: 'GET', url: '/videos', headers: {}, timeoutMs: 1000 } as const
    await expect(http.send(request).response).rejects.toMatchObject({ code: 'network_failed' })
  })
})
