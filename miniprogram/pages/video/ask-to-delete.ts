import type { Texts } from '../../i18n/index'
import { perform } from '../../wechat/calls'
import { dangerColor } from '../../wechat/danger-color'

/** Asks before a video is deleted, and calls `remove` where the user wants it; not where the question fails. */
export function askToDelete(
  wx: Pick<WechatMiniprogram.Wx, 'showModal' | 'getAppBaseInfo' | 'getSystemInfoSync'>,
  t: Texts,
  remove: () => void,
): void {
  perform('showModal', (end) =>
    wx.showModal({
      title: t.deleteQuestion,
      content: t.deleteDetail,
      confirmText: t.deleteYes,
      confirmColor: dangerColor(wx),
      cancelText: t.deleteNo,
      success: (answer) => {
        if (answer?.confirm === true) remove()
      },
      ...end,
    }),
  )
}
