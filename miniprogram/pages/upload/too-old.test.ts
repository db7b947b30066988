import { expect, it, vi } from 'vitest'
import { mount } from '../../../preview/test-support/mount'
import { en } from '../../i18n/en'

vi.mock('../../services', async () => {
  const nothing = () => () => undefined
  const { en: t } = await import('../../i18n/en')
  const { engines } = await import('../../engines')
  return {
    t,
    uploader: { tasks: [], offline: false, subscribe: nothing, onConditions: nothing, userIsHere: () => undefined },
    abilities: engines.multipart.abilities,
    client: { language: 'en', textSize: 17, library: '2.10.0', desktop: false, weCom: false },
    setTimer: () => () => undefined,
    tooOld: true,
    settings: { current: undefined, subscribe: nothing },
    authWatch: { creating: false, renewing: new Set(), subscribe: nothing },
    details: { tell: nothing },
    files: {},
  }
})

const wx = {
  setNavigationBarTitle: vi.fn(),
  setTabBarItem: vi.fn(),
  onNetworkStatusChange: vi.fn(),
  offNetworkStatusChange: vi.fn(),
  getNetworkType: vi.fn(),
  chooseMessageFile: vi.fn(),
  updateWeChatApp: vi.fn(),
}

it('on a WeChat that is too old the page says so, and helps to update it', async () => {
  const page = await mount('pages/upload/upload', { wx: wx as unknown as Partial<WechatMiniprogram.Wx> })
  expect(page.text('.empty-heading')).toBe(en.tooOldHeading)
  expect(page.text()).not.toContain(en.choose)
  page.tap(en.updateWeChat)
  expect(wx.updateWeChatApp).toHaveBeenCalledOnce()
})
