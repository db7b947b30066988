import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { SetTimer } from '../wechat/calls'
import { wxLogin } from './wx-login'

type LoginOption = WechatMiniprogram.LoginOption

const setTimer: SetTimer = (callback, ms) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

const login = (answer: (option: LoginOption) => void) =>
  wxLogin({ login: answer } as unknown as Pick<WechatMiniprogram.Wx, 'login'>, setTimer)

const failing = (reason: unknown) => login((option) => option.fail?.(reason as never))

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('gives the code', async () => {
  expect(await login((option) => option.success?.({ code: 'abc', errMsg: 'login:ok' }))).toBe('abc')
})

it.each([
  [{ errMsg: 'login:fail request:fail net::ERR_INTERNET_DISCONNECTED' }, { code: 'network_failed' }],
  [{ errMsg: 'login:fail', errno: 600_001 }, { code: 'network_failed' }],
  [{ errMsg: 'login:fail 网络连接失败' }, { code: 'network_failed' }],
  [{ errMsg: 'login:fail timeout' }, { code: 'timed_out' }],
  [{ errMsg: 'login:fail 请求超时' }, { code: 'timed_out' }],
  [{ errMsg: 'login:fail', errno: 5 }, { code: 'timed_out' }],
  // The code counts more than the words.
  [{ errMsg: 'login:fail timeout', errno: 600_003 }, { code: 'network_failed' }],
  [{ errMsg: 'login:fail system error' }, { code: 'login_failed', passing: true }],
  [{ errMsg: 'login:fail access denied' }, { code: 'login_failed', passing: true }],
  [
    { errMsg: 'login:fail', errno: 1 },
    { code: 'login_failed', passing: true },
  ],
  [{}, { code: 'login_failed', passing: true }],
  [undefined, { code: 'login_failed', passing: true }],
])('takes %j for something that passes: %j', async (reason, expected) => {
  await expect(failing(reason)).rejects.toMatchObject(expected)
})

it.each([{ errMsg: 'login:ok' }, { code: '' }, { code: 7 }, undefined])(
  'does not take %j for a login',
  async (result) => {
    const promise = login((option) => option.success?.(result as never))
    await expect(promise).rejects.toMatchObject({ code: 'login_failed', passing: true })
  },
)

it('passes over a wx.login that throws, or is not there', async () => {
  await expect(wxLogin({} as Pick<WechatMiniprogram.Wx, 'login'>, setTimer)).rejects.toMatchObject({ passing: true })
})

it('does not wait for ever', async () => {
  const outcome = expect(login(() => undefined)).rejects.toMatchObject({ code: 'timed_out' })
  await vi.advanceTimersByTimeAsync(20_000)
  await outcome
})
