import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { en } from '../i18n/en'
import type { SetTimer } from '../wechat/calls'
import { confirmMobileData } from './confirm-mobile-data'

type ModalOption = WechatMiniprogram.ShowModalOption

const setTimer: SetTimer = (callback, ms) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

it.each([
  ['the user agrees', (option: ModalOption) => option.success?.({ confirm: true } as never), true],
  ['the user does not', (option: ModalOption) => option.success?.({ confirm: false, cancel: true } as never), false],
  ['the answer is empty', (option: ModalOption) => option.success?.(undefined as never), false],
  ['the question cannot be shown', (option: ModalOption) => option.fail?.({ errMsg: 'showModal:fail' }), false],
  [
    'the question throws',
    () => {
      throw new Error('no')
    },
    false,
  ],
  ['nobody answers', () => undefined, false],
])('asks how much may go over mobile data: %s', async (_, answer, consent) => {
  let asked: ModalOption | undefined
  const showModal = ((option: ModalOption) => {
    asked = option
    answer(option)
  }) as WechatMiniprogram.Wx['showModal']
  const asking = confirmMobileData({ showModal }, en, 24 * 1024 * 1024, setTimer)
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(await asking).toBe(consent)
  expect(asked).toMatchObject({ title: en.mobileDataQuestion, content: expect.stringContaining('24.0\u00a0MB') })
})
