import { expect, it } from 'vitest'
import { wxLogin } from './wx-login'

type LoginOption = WechatMiniprogram.LoginOption

const login = (answer: (option: LoginOption) => void) =>
  wxLogin({ login: answer } as unknown as Pick<WechatMiniprogram.Wx, 'login'>)

const failing = (errMsg: string) =>
  login((option) => option.fail?.({ errMsg } as Parameters<NonNullable<LoginOption['fail']>>[0]))

it('gives the code', async () => {
  expect(await login((option) => option.success?.({ code: 'abc', errMsg: 'login:ok' }))).toBe('abc')
})

it.each([
  ['login:fail request:fail net::ERR_INTERNET_DISCONNECTED', 'network_failed'],
  ['login:fail timeout', 'network_failed'],
  ['login:fail system error', 'login_failed'],
])('takes "%s" for %s', async (errMsg, code) => {
  await expect(failing(errMsg)).rejects.toMatchObject({ code })
})
