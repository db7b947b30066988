import * as v from 'valibot'
import { Problem } from '../problem'
import { OPENID } from '../users/openid'
import { askWeChat, BUSY_RETRY_S, malformed, misconfigured, type WeChatOptions } from '../wechat/ask'

export interface WeChat {
  /**
   * Exchanges a login code for the user's openid.
   * @throws {Problem} invalid_code, code_used, login_blocked, too_many_logins, or wechat_*
   */
  code2Session(code: string): Promise<{ openid: string }>
}

/** Seconds to wait after 45011: WeChat counts logins by the minute. */
const LOGIN_RETRY_S = 60

const answerSchema = v.object({
  errcode: v.optional(v.number(), 0),
  openid: v.optional(v.pipe(v.string(), v.regex(OPENID))),
})

/** Client of WeChat's code2Session (documentation: OpenApiDoc/user-login/code2Session). */
export function weChatClient(options: WeChatOptions): WeChat {
  return {
    async code2Session(code) {
      const query = new URLSearchParams({
        appid: options.appId,
        secret: options.appSecret,
        js_code: code,
        grant_type: 'authorization_code',
      })
      const { errcode, openid } = await askWeChat(options, `/sns/jscode2session?${query}`, answerSchema)
      if (errcode !== 0) throw refusal(errcode)
      if (!openid) throw malformed('its answer has no openid')
      return { openid }
    },
  }
}

function refusal(errcode: number): Problem {
  switch (errcode) {
    case 40029:
      return new Problem('invalid_code', 'The login code is unknown or older than 5 minutes. Call wx.login again.')
    case 40163:
      return new Problem('code_used', 'A login code works once. Call wx.login again.')
    case 45011:
      return new Problem('too_many_logins', 'This user has logged in too often within a minute.', {
        retryAfter: LOGIN_RETRY_S,
      })
    case 40226:
      return new Problem('login_blocked', 'WeChat considers this user a high risk.')
    case -1:
      return new Problem('wechat_busy', 'Try again in a moment.', { retryAfter: BUSY_RETRY_S })
    case 40013:
    case 41002:
      return misconfigured('WeChat refuses the AppID: check WECHAT_APPID in wrangler.toml', errcode)
    case 40125:
    case 41004:
      return misconfigured(
        'WeChat refuses the AppSecret: check WECHAT_APP_SECRET, which must belong to WECHAT_APPID',
        errcode,
      )
    default:
      return malformed(`errcode ${errcode} is not in its documentation`)
  }
}
