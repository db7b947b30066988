import { perform } from '../wechat/calls'

/** To the page that the user came from; to the list of videos where there is none. */
export function leave(wx: Pick<WechatMiniprogram.Wx, 'navigateBack' | 'switchTab'>): void {
  const toList = () => perform('switchTab', (end) => wx.switchTab({ url: '/pages/videos/videos', ...end }))
  if (getCurrentPages().length > 1) perform('navigateBack', () => wx.navigateBack({ fail: toList }))
  else toList()
}
