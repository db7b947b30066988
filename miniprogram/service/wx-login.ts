import { UploadError } from '../uploader/index'
import { ServiceError } from './service-error'

/** What errMsg says when WeChat could not reach its own servers. */
const NETWORK = /request:fail|net::|network|time\s*(d )?out|interrupted|disconnect/i

/**
 * A login code of wx.login, good for one login within five minutes. Rejects with an UploadError `network_failed`, or with
 * a ServiceError `login_failed`.
 */
export function wxLogin(wx: Pick<WechatMiniprogram.Wx, 'login'>): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) => resolve(code),
      fail: ({ errMsg }) => {
        const message = `wx.login failed (${errMsg}).`
        reject(
          NETWORK.test(errMsg)
            ? new UploadError('network_failed', message)
            : new ServiceError('login_failed', message, 0),
        )
      },
    })
  })
}
