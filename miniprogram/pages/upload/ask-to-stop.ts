import type { Texts } from '../../i18n/index'
import { perform } from '../../wechat/calls'

/**
 * Asks before an upload is stopped, and calls `stop` where the user wants it. Where the question fails, nothing is stopped:
 * on some phones that is how WeChat says no.
 */
export function askToStop(wx: Pick<WechatMiniprogram.Wx, 'showModal'>, t: Texts, stop: () => void): void {
  perform('showModal', (end) =>
    wx.showModal({
      title: t.stopQuestion,
      content: t.stopDetail,
      confirmText: t.stop,
      cancelText: t.keep,
      success: (answer) => {
        if (answer?.confirm === true) stop()
      },
      ...end,
    }),
  )
}
