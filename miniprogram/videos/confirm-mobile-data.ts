import { formatBytes } from '../i18n/format'
import type { Texts } from '../i18n/index'

/** Asks whether this much may go over mobile data. */
export function confirmMobileData(
  wx: Pick<WechatMiniprogram.Wx, 'showModal'>,
  t: Texts,
  bytes: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    wx.showModal({
      title: t.mobileDataQuestion,
      content: t.mobileDataDetail(formatBytes(bytes)),
      confirmText: t.mobileDataUse,
      cancelText: t.mobileDataWait,
      success: ({ confirm }) => resolve(confirm),
      fail: () => resolve(false),
    })
  })
}
