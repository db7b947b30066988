import { formatBytes } from '../../i18n/format'
import type { Texts } from '../../i18n/index'
import { ask, type SetTimer, WxFailure } from '../../wechat/calls'
import { ANSWER_WITHIN_MS, askBeforeLoss, isConfirmed } from '../../wechat/questions'

/** Asks before an upload is stopped, and calls `stop` where the user wants it. */
export function askToStop(wx: Parameters<typeof askBeforeLoss>[0], t: Texts, stop: () => void): void {
  askBeforeLoss(wx, { title: t.stopQuestion, content: t.stopDetail, confirmText: t.stop, cancelText: t.keep }, stop)
}

/** Asks whether a file that is in the list already shall be left out. What is not answered is what the user has chosen. */
export function askToSkip(
  wx: Pick<WechatMiniprogram.Wx, 'showModal'>,
  t: Texts,
  title: string,
  setTimer: SetTimer,
): Promise<boolean> {
  const question = {
    title: t.doubleQuestion,
    content: t.doubleDetail(title),
    confirmText: t.doubleSkip,
    cancelText: t.doubleAdd,
  }
  return isConfirmed(wx, question, setTimer, 'The question about a double was not answered.')
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
