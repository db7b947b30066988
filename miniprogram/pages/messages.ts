import type { Texts } from '../i18n/index'
import { perform } from '../wechat/calls'

/** A message that stays until the user has read it. */
export function showMessage(
  wx: Pick<WechatMiniprogram.Wx, 'showModal'>,
  t: Texts,
  [title, content]: readonly [string, string],
): void {
  perform('showModal', (end) => wx.showModal({ title, content, showCancel: false, confirmText: t.ok, ...end }))
}

/** A message that goes by itself. */
export function showHint(wx: Pick<WechatMiniprogram.Wx, 'showToast'>, title: string, duration = 1500): void {
  perform('showToast', (end) => wx.showToast({ title, icon: 'none', duration, ...end }))
}
