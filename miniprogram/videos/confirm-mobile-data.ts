import { formatBytes } from '../i18n/format'
import type { Texts } from '../i18n/index'
import { ask, type SetTimer, WxFailure } from '../wechat/calls'

/** Milliseconds that a person has to answer. Whoever comes later finds the button in the row. */
const ANSWER_WITHIN_MS = 5 * 60_000

/** Asks whether this much may go over mobile data. False where the question cannot be asked, or is not answered. */
export async function confirmMobileData(
  wx: Pick<WechatMiniprogram.Wx, 'showModal'>,
  t: Texts,
  bytes: number,
  setTimer: SetTimer,
): Promise<boolean> {
  try {
    const { confirm } = await ask<WechatMiniprogram.ShowModalSuccessCallbackResult>(
      'showModal',
      (callbacks) =>
        wx.showModal({
          title: t.mobileDataQuestion,
          content: t.mobileDataDetail(formatBytes(bytes)),
          confirmText: t.mobileDataUse,
          cancelText: t.mobileDataWait,
          ...callbacks,
        }),
      { ms: ANSWER_WITHIN_MS, setTimer },
    )
    return confirm === true
  } catch (error) {
    if (!(error instanceof WxFailure)) throw error
    console.warn('The question about mobile data was not answered.', error)
    return false
  }
}
