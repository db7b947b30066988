import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ask, attempt, has, perform, type SetTimer, WxFailure } from './calls'

const setTimer: SetTimer = (callback, ms) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
const deadline = { ms: 1000, setTimer }

interface Callbacks {
  success: (result?: unknown) => void
  fail: (reason?: unknown) => void
}

let warnings: unknown[][] = []

beforeEach(() => {
  vi.useFakeTimers()
  warnings = []
  vi.spyOn(console, 'warn').mockImplementation((...words) => void warnings.push(words))
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const throwing = () => {
  throw new TypeError('wx.x is not a function')
}

describe('ask', () => {
  const outcome = async (call: (callbacks: Callbacks) => unknown) => {
    const settled = ask('x', call, deadline).then(
      (result) => ({ result }),
      (failure: unknown) => {
        expect(failure).toBeInstanceOf(WxFailure)
        const { errMsg, errno, late } = failure as WxFailure
        return { errMsg, errno, late }
      },
    )
    await vi.advanceTimersByTimeAsync(1000)
    return settled
  }

  it.each<[string, (callbacks: Callbacks) => unknown, object]>([
    ['succeeds', ({ success }) => success({ a: 1 }), { result: { a: 1 } }],
    ['succeeds with nothing', ({ success }) => success(), { result: {} }],
    ['succeeds with text', ({ success }) => success('done'), { result: {} }],
    ['succeeds twice', ({ success }) => [success({ a: 1 }), success({ a: 2 })], { result: { a: 1 } }],
    ['fails', ({ fail }) => fail({ errMsg: 'x:fail 5', errno: 5 }), { errMsg: 'x:fail 5', errno: 5, late: false }],
    ['fails with nothing', ({ fail }) => fail(), { errMsg: '', errno: undefined, late: false }],
    ['fails with an empty object', ({ fail }) => fail({}), { errMsg: '', errno: undefined, late: false }],
    ['fails, and then succeeds', ({ success, fail }) => [fail(), success()], { errMsg: '', late: false }],
    ['throws', throwing, { errMsg: 'wx.x is not a function', late: false }],
    ['gives a promise that fails', () => Promise.reject({ errMsg: 'x:fail' }), { errMsg: 'x:fail', late: false }],
    ['never calls back', () => undefined, { errMsg: '', late: true }],
  ])('settles for a call that %s', async (_, call, expected) => {
    expect(await outcome(call)).toMatchObject(expected)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('attempt and perform', () => {
  it('give what the call gives', () => {
    expect(attempt('x', () => 5, 0)).toBe(5)
    expect(warnings).toEqual([])
  })

  it.each<[string, () => unknown]>([
    ['throws', () => attempt('x', throwing, 0)],
    ['throws', () => perform('x', throwing)],
    ['fails', () => perform('x', ({ fail }) => fail())],
    ['gives a promise that fails', () => perform('x', () => Promise.reject(new Error('no')))],
  ])('pass over a call that %s, with a line in the console', async (_, call) => {
    call()
    await vi.advanceTimersByTimeAsync(0)
    expect(warnings).toHaveLength(1)
    expect(String(warnings[0]?.[0])).toContain('wx.x')
  })
})

it('knows whether a call is there', () => {
  const wx = { login: () => undefined } as unknown as Partial<WechatMiniprogram.Wx>
  expect(has(wx, 'login')).toBe(true)
  expect(has(wx, 'chooseMedia')).toBe(false)
})
