import type { Texts } from '../../i18n/index'
import { perform } from '../../wechat/calls'

/** As --danger in light: WeChat takes no variables here. */
const DANGER = '#c8352b'

/** Asks before a video is deleted, and calls `remove` where the user wants it; not where the question fails. */
export function askToDelete(wx: Pick<WechatMiniprogram.Wx, 'showModal'>, t: Texts, remove: () => void): void {
  perform('showModal', (end) =>
    wx.showModal({
      title: t.deleteQuestion,
      content: t.deleteDetail,
      confirmText: t.deleteYes,
      confirmColor: DANGER,
      cancelText: t.deleteNo,
      success: (answer) => {
        if (answer?.confirm === true) remove()
      },
      ...end,
    }),
  )
}
