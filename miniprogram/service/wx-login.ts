import { UploadError } from '../uploader/index'
import { ask, type SetTimer, WxFailure } from '../wechat/calls'
import { ServiceError } from './service-error'

/** Milliseconds that WeChat gets for a code: it has to reach its own servers. */
const PATIENCE_MS = 20_000

/** WeChat's general codes of its network ("PublicErrno": 5 is a time-out, 6000xx are those of the network). */
const TIMED_OUT = 5
const NETWORK = (errno: number) => errno >= 600_000 && errno < 601_000

/** Words, where no code came along. WeChat's differ by platform and language. */
const TIMED_OUT_WORDS = /time\s*(d )?out|超时/i
const NETWORK_WORDS = /request:fail|net::|network|interrupted|disconnect|网络|断开|连接/i

/**
 * A login code of wx.login, good for one login within five minutes. Rejects with an UploadError `timed_out` or
 * `network_failed`, or with a ServiceError `login_failed`. All of them pass: what WeChat could not do now, it may do later,
 * and what it says of the reason is no ground to give up.
 */
export async function wxLogin(wx: Pick<WechatMiniprogram.Wx, 'login'>, setTimer: SetTimer): Promise<string> {
  try {
    const { code } = await ask<WechatMiniprogram.LoginSuccessCallbackResult>(
      'login',
      (callbacks) => wx.login({ ...callbacks, timeout: PATIENCE_MS }),
      { ms: PATIENCE_MS, setTimer },
    )
    if (typeof code === 'string' && code !== '') return code
  } catch (error) {
    if (error instanceof WxFailure) throw meaningOf(error)
    throw error
  }
  throw new ServiceError('login_failed', 'wx.login gave no code.', { passing: true })
}

function meaningOf(failure: WxFailure): UploadError | ServiceError {
  const { message, errno, errMsg: words, late } = failure
  const coded = errno !== undefined && (errno === TIMED_OUT || NETWORK(errno))
  if (late || (coded ? errno === TIMED_OUT : TIMED_OUT_WORDS.test(words))) {
    return new UploadError('timed_out', message, { cause: failure })
  }
  if (coded || NETWORK_WORDS.test(words)) return new UploadError('network_failed', message, { cause: failure })
  return new ServiceError('login_failed', message, { passing: true })
}
