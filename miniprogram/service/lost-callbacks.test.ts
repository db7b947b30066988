import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { wxPorts } from '../uploader/index'
import { punctualHttp } from './punctual-http'
import { TokenService } from './token-service'
import { wxLogin } from './wx-login'

/** The service over wx, as services.ts wires it. What `lost` names never calls back, the first time. */
function client(lost: string) {
  const asked: string[] = []
  const answers: Record<string, object> = {
    '/session': { token: 't' },
    '/credentials': {
      ...{ accessKeyId: 'k', accessKeySecret: 's', securityToken: 't', region: 'cn-shanghai' },
      ...{ expiration: '2026-01-01T01:00:00Z', serverTime: '2026-01-01T00:00:00Z' },
    },
  }
  const isLost = (name: string) => {
    asked.push(name)
    return name === lost && asked.filter((other) => other === name).length === 1
  }
  const wx = {
    getFileSystemManager: () => ({}),
    login({ success }: WechatMiniprogram.LoginOption) {
      if (!isLost('login')) success?.({ code: `code-${asked.length}`, errMsg: 'login:ok' })
    },
    request({ url, success }: { url: string; success(answer: object): void }) {
      const path = url.slice('https://service.example'.length)
      if (!isLost(path)) success({ statusCode: 200, header: {}, data: JSON.stringify(answers[path]) })
      return { abort: () => undefined }
    },
  } as unknown as WechatMiniprogram.Wx
  const ports = wxPorts(wx)
  const service = new TokenService({
    url: 'https://service.example',
    http: punctualHttp(ports),
    login: () => wxLogin(wx, ports.setTimer),
  })
  return { service, asked }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it.each([
  ['login', ['login', 'login', '/session', '/credentials']],
  ['/session', ['login', '/session', 'login', '/session', '/credentials']],
  ['/credentials', ['login', '/session', '/credentials', '/credentials']],
])(
  'an answer that never comes (%s) fails its call within twenty seconds, and the next call asks anew',
  async (lost, all) => {
    const { service, asked } = client(lost)
    const first = expect(service.getCredentials()).rejects.toMatchObject({ name: 'UploadError', code: 'timed_out' })
    await vi.advanceTimersByTimeAsync(20_000)
    await first
    expect(await service.getCredentials()).toMatchObject({ region: 'cn-shanghai' })
    expect(asked).toEqual(all)
  },
)
