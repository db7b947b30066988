import * as v from 'valibot'
import { Problem } from '../problem'
import { askWeChat, BUSY_RETRY_S, malformed, misconfigured, type WeChatOptions } from './ask'

const answerSchema = v.object({
  errcode: v.optional(v.number(), 0),
  access_token: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(2048))),
  expires_in: v.optional(v.number(), 0),
})

/**
 * Milliseconds before its end at which a token is not used any more: longer than a call takes. WeChat gives none that
 * is good for less than five minutes.
 */
const MARGIN_MS = 60_000

/** The access token of the mini program, for calls of WeChat's server API. */
export interface AccessToken {
  /** @throws {Problem} wechat_* */
  get(): Promise<string>
  /** WeChat does not take it any more: asks again, unless that has been done since. */
  forget(token: string): void
}

/**
 * stable_token (OpenApiDoc/mp-access-token/getStableAccessToken), kept in memory. Without force WeChat gives everybody
 * the same one until shortly before its end, so that machines need not share it; force would end that of all others.
 */
export function accessToken(options: WeChatOptions, now: () => number): AccessToken {
  let current: { token: string; expiresAt: number } | undefined

  const ask = async () => {
    const askedAt = now()
    const body = { grant_type: 'client_credential', appid: options.appId, secret: options.appSecret }
    const answer = await askWeChat(options, '/cgi-bin/stable_token', answerSchema, { ...body, force_refresh: false })
    if (answer.errcode !== 0) throw refusal(answer.errcode)
    if (!answer.access_token) throw malformed('its answer has no access_token')
    current = { token: answer.access_token, expiresAt: askedAt + answer.expires_in * 1000 }
    return answer.access_token
  }

  return {
    async get() {
      if (current && now() < current.expiresAt - MARGIN_MS) return current.token
      // Calls at the same moment ask each for themselves, and get the same one: a Worker's call that waits for what another
      // one has asked hangs where that one ends first.
      return ask()
    },
    forget(token) {
      if (current?.token === token) current = undefined
    },
  }
}

function refusal(errcode: number): Problem {
  switch (errcode) {
    case 40013:
    case 40125:
      return misconfigured('WeChat refuses WECHAT_APPID or WECHAT_APP_SECRET', errcode)
    case 40164:
      return misconfigured("this service's address is not on the IP allow list of the mini program", errcode)
    default:
      return new Problem('wechat_busy', 'Try again in a moment.', {
        retryAfter: BUSY_RETRY_S,
        hint: `no access token (errcode ${errcode})`,
      })
  }
}
