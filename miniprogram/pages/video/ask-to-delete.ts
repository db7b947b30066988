import type { Texts } from '../../i18n/index'
import { askBeforeLoss } from '../../wechat/questions'

/** Asks before a video is deleted, and calls `remove` where the user wants it. */
export function askToDelete(wx: Parameters<typeof askBeforeLoss>[0], t: Texts, remove: () => void): void {
  askBeforeLoss(
    wx,
    { title: t.deleteQuestion, content: t.deleteDetail, confirmText: t.deleteYes, cancelText: t.deleteNo },
    remove,
  )
}
