import { expect, it } from 'vitest'
import { en } from '../i18n/en'
import { confirmMobileData } from './confirm-mobile-data'

type ModalOption = WechatMiniprogram.ShowModalOption

it.each([
  ['the user agrees', (option: ModalOption) => option.success?.({ confirm: true } as never), true],
  ['the user does not', (option: ModalOption) => option.success?.({ confirm: false, cancel: true } as never), false],
  ['the question cannot be shown', (option: ModalOption) => option.fail?.({ errMsg: 'showModal:fail' }), false],
])('asks how much may go over mobile data: %s', async (_, answer, consent) => {
  let asked: ModalOption | undefined
  const showModal = ((option: ModalOption) => {
    asked = option
    answer(option)
  }) as WechatMiniprogram.Wx['showModal']
  expect(await confirmMobileData({ showModal }, en, 24 * 1024 * 1024)).toBe(consent)
  expect(asked).toMatchObject({ title: en.mobileDataQuestion, content: expect.stringContaining('24.0 MB') })
})
