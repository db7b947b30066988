import { attempt, type Untrusted } from './calls'
import { objectOf } from './values'

/** --danger of app.wxss, which WeChat's dialogs cannot take. */
const LIGHT = '#c8352b'
const DARK = '#ff7a70'

/** Colour of a dialog's button that takes something away for good, as it can be read in the phone's present theme. */
export function dangerColor(wx: Pick<WechatMiniprogram.Wx, 'getAppBaseInfo' | 'getSystemInfoSync'>): string {
  const themeOf = (info: unknown) => (objectOf(info) as Untrusted<{ theme: string }>).theme
  const theme =
    themeOf(attempt<unknown>('getAppBaseInfo', () => wx.getAppBaseInfo(), undefined)) ??
    themeOf(attempt<unknown>('getSystemInfoSync', () => wx.getSystemInfoSync(), undefined))
  return theme === 'dark' ? DARK : LIGHT
}
