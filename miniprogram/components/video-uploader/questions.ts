import { formatBytes } from '../../i18n/format'
import type { Texts } from '../../i18n/index'
import { ask, perform, type SetTimer, WxFailure } from '../../wechat/calls'
import { dangerColor } from '../../wechat/danger-color'

/** Milliseconds that a person has to answer. */
const ANSWER_WITHIN_MS = 5 * 60_000

/**
 * Asks before an upload is stopped, and calls `stop` where the user wants it. Where the question fails, nothing is stopped:
 * on some phones that is how WeChat says no.
 */
export function askToStop(
  wx: Pick<WechatMiniprogram.Wx, 'showModal' | 'getAppBaseInfo' | 'getSystemInfoSync'>,
  t: Texts,
  stop: () => void,
): void {
  perform('showModal', (end) =>
    wx.showModal({
      title: t.stopQuestion,
      content: t.stopDetail,
      confirmText: t.stop,
      confirmColor: dangerColor(wx),
      cancelText: t.keep,
      success: (answer) => {
        if (answer?.confirm === true) stop()
      },
      ...end,
    }),
  )
}

/** Asks whether a file that is in the list already shall be left out. What is not answered is what the user has chosen. */
export async function askToSkip(
  wx: Pick<WechatMiniprogram.Wx, 'showModal'>,
  t: Texts,
  title: string,
  setTimer: SetTimer,
): Promise<boolean> {
  try {
    const { confirm } = await ask<WechatMiniprogram.ShowModalSuccessCallbackResult>(
      'showModal',
      (callbacks) =>
        wx.showModal({
          title: t.doubleQuestion,
          content: t.doubleDetail(title),
          confirmText: t.doubleSkip,
          cancelText: t.doubleAdd,
          ...callbacks,
        }),
      { ms: ANSWER_WITHIN_MS, setTimer },
    )
    return confirm === true
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    console.warn('The question about a double was not answered.', error)
    return false
  }
}

/** Asks whether large videos shall be made smaller, with what that would save. The original where there is no answer. */
export async function askForSmaller(
  wx: Pick<WechatMiniprogram.Wx, 'showActionSheet'>,
  t: Texts,
  { smaller, original }: { smaller: number; original: number },
  setTimer: SetTimer,
): Promise<boolean> {
  try {
    const { tapIndex } = await ask<WechatMiniprogram.ShowActionSheetSuccessCallbackResult>(
      'showActionSheet',
      (callbacks) =>
        wx.showActionSheet({
          alertText: t.sizeDetail,
          itemList: [t.sizeSmaller(formatBytes(smaller)), t.sizeOriginal(formatBytes(original))],
          ...callbacks,
        }),
      { ms: ANSWER_WITHIN_MS, setTimer },
    )
    return tapIndex === 0
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    return false
  }
}
