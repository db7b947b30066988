import { builtIn } from './built-in'
import { HOVER, showHover } from './hover'

const CALLS = {
  navigate: 'navigateTo',
  redirect: 'redirectTo',
  switchTab: 'switchTab',
  reLaunch: 'reLaunch',
  navigateBack: 'navigateBack',
} as const

export const navigator = builtIn({
  properties: { ...HOVER, hoverClass: 'navigator-hover', url: '', openType: 'navigate', delta: 1, target: 'self' },
  setup(element) {
    showHover(element)
    element.host.setAttribute('role', 'link')
    element.host.tabIndex = 0
    const go = () => {
      const { url, openType, delta } = element.properties
      const call = CALLS[openType as keyof typeof CALLS]
      if (!call) return console.error(`<navigator open-type="${openType}"> does nothing in the preview`)
      const done = {
        success: ({ errMsg }: { errMsg: string }) => element.emit('success', { errMsg }),
        fail: ({ errMsg }: { errMsg: string }) => element.emit('fail', { errMsg }),
      }
      if (call === 'navigateBack') void wx.navigateBack({ delta, ...done })
      else void wx[call as 'navigateTo']({ url, ...done })
    }
    element.host.addEventListener('click', go)
    return undefined
  },
})
