import { attempt, type Untrusted } from '../wechat/calls'
import { objectOf, textOf } from '../wechat/values'

/** Version of the mini program; where it is not released, what it is instead, such as `develop`. */
export function appVersion(wx: Pick<WechatMiniprogram.Wx, 'getAccountInfoSync'>): string {
  const info = objectOf(attempt<unknown>('getAccountInfoSync', () => wx.getAccountInfoSync(), undefined))
  const { miniProgram } = info as Untrusted<WechatMiniprogram.AccountInfo>
  const { version, envVersion } = objectOf(miniProgram) as Untrusted<WechatMiniprogram.MiniProgram>
  return textOf(version) || textOf(envVersion) || 'unknown'
}
