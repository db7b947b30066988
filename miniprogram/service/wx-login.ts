import { ServiceError } from './service-error'

/** A login code of wx.login, good for one login within five minutes. Rejects with a ServiceError `login_failed`. */
export function wxLogin(wx: Pick<WechatMiniprogram.Wx, 'login'>): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) => resolve(code),
      fail: ({ errMsg }) => reject(new ServiceError('login_failed', `wx.login failed (${errMsg}).`, 0)),
    })
  })
}
