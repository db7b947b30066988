import * as v from 'valibot'
import { AnswerTooLarge, boundedText } from '../cloud/bounded-text'
import { Problem } from '../problem'
import { OPENID } from '../users/openid'

export interface WeChat {
  /**
   * Exchanges a login code for the user's openid.
   * @throws {Problem} invalid_code, code_used, login_blocked, too_many_logins, or wechat_*
   */
  code2Session(code: string): Promise<{ openid: string }>
}

export interface WeChatOptions {
  url: string
  appId: string
  appSecret: string
  timeoutMs: number
  fetch: typeof fetch
}

/** Seconds to wait after 45011: WeChat counts logins by the minute. */
const LOGIN_RETRY_S = 60
/** An answer has some 200 bytes: openid, session_key, perhaps unionid. */
const ANSWER_MAX_BYTES = 16 * 1024
/** Seconds to wait when WeChat is busy or slow. */
const BUSY_RETRY_S = 1

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
      const text = await get(options, `${options.url}/sns/jscode2session?${query}`)
      // The content type is text/plain and the status 200 even for errors, so the body decides.
      const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), answerSchema), text)
      if (!answer.success) throw malformed()
      const { errcode, openid } = answer.output
      if (errcode !== 0) throw refusal(errcode)
      if (!openid) throw malformed()
      return { openid }
    },
  }
}

/** The URL holds the app secret and the code: it must not get into an error or a log. */
async function get(options: WeChatOptions, url: string): Promise<string> {
  let response: Response
  let text: string
  try {
    response = await options.fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(options.timeoutMs) })
    text = await boundedText(response, ANSWER_MAX_BYTES)
  } catch (error) {
    if (error instanceof AnswerTooLarge) throw malformed(`its answer has more than ${ANSWER_MAX_BYTES} bytes`)
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new Problem('wechat_timeout', 'Try again in a moment.', { retryAfter: BUSY_RETRY_S })
    }
    throw new Problem('wechat_unreachable', 'Try again in a moment.', {
      retryAfter: BUSY_RETRY_S,
      hint: 'WECHAT_URL must be reachable from this service; by default it is https://api.weixin.qq.com',
    })
  }
  if (response.status >= 500) {
    throw new Problem('wechat_busy', 'Try again in a moment.', { retryAfter: BUSY_RETRY_S })
  }
  if (response.status !== 200) throw malformed(`it answered with HTTP ${response.status}`)
  return text
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

function misconfigured(hint: string, errcode: number): Problem {
  return new Problem('wechat_misconfigured', 'The operator of this service has to mend its settings.', {
    hint: `${hint} (errcode ${errcode})`,
  })
}

function malformed(hint = 'its answer is not JSON with an openid'): Problem {
  return new Problem('wechat_malformed', 'Try again in a moment.', {
    hint: `WeChat: ${hint}`,
    retryAfter: BUSY_RETRY_S,
  })
}
