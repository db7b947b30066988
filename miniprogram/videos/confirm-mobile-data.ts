import { formatBytes } from '../i18n/format'
import type { Texts } from '../i18n/index'
import type { SetTimer } from '../wechat/calls'
import { isConfirmed } from '../wechat/questions'

/**
 * Asks whether this much may go over mobile data. False where the question cannot be asked, or is not answered: whoever
 * comes later finds the button in the row.
 */
export function confirmMobileData(
  wx: Pick<WechatMiniprogram.Wx, 'showModal'>,
  t: Texts,
  bytes: number,
  setTimer: SetTimer,
): Promise<boolean> {
  const question = {
    title: t.mobileDataQuestion,
    content: t.mobileDataDetail(formatBytes(bytes)),
    confirmText: t.mobileDataUse,
    cancelText: t.mobileDataWait,
  }
  return isConfirmed(wx, question, setTimer, 'The question about mobile data was not answered.')
}
