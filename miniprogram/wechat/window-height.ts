import { attempt, type Untrusted } from './calls'
import { numberOf, objectOf } from './values'

/** Of a phone that does not say. Rather too much: then more rows than needed are there. */
const TALL = 900

/** px of the window in which a page lies. getWindowInfo is there from base library 2.20.1 on. */
export function readWindowHeight(wx: Pick<WechatMiniprogram.Wx, 'getWindowInfo' | 'getSystemInfoSync'>): number {
  const heightOf = (info: unknown) => numberOf((objectOf(info) as Untrusted<{ windowHeight: number }>).windowHeight)
  return (
    heightOf(attempt<unknown>('getWindowInfo', () => wx.getWindowInfo(), undefined)) ||
    heightOf(attempt<unknown>('getSystemInfoSync', () => wx.getSystemInfoSync(), undefined)) ||
    TALL
  )
}
