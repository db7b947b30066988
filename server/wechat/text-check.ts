import * as v from 'valibot'
import type { AccessToken } from './access-token'
import { askWeChat, malformed, type WeChatOptions } from './ask'
import { withToken } from './with-token'

/**
 * What WeChat thinks of a text: to be published, to be looked at by a person, or not to be published. `unknown`: it cannot
 * be asked, since the user has not been in the mini program for two hours (61010) or is not one of its users (40003).
 */
export type Suggestion = 'pass' | 'review' | 'risky' | 'unknown'

export interface TextCheck {
  /**
   * @param text 1 to 2,500 characters
   * @throws {Problem} wechat_* where it may be tried again
   */
  check(openid: string, text: string): Promise<Suggestion>
}

/** A text that others will see, as in a social network. */
const SCENE = 4
const CANNOT_BE_ASKED = [61010, 40003]

const answerSchema = v.object({
  errcode: v.optional(v.number(), 0),
  result: v.optional(v.object({ suggest: v.picklist(['pass', 'review', 'risky']) })),
})

/** msgSecCheck, version 2 (open-api/sec-check/security.msgSecCheck). Its `result` decides; `detail` is left aside. */
export function textCheck(options: WeChatOptions, tokens: AccessToken): TextCheck {
  return {
    async check(openid, text) {
      const { errcode, result } = await withToken(tokens, (token) => {
        const path = `/wxa/msg_sec_check?${new URLSearchParams({ access_token: token })}`
        return askWeChat(options, path, answerSchema, { version: 2, openid, scene: SCENE, content: text })
      })
      if (CANNOT_BE_ASKED.includes(errcode)) return 'unknown'
      if (errcode !== 0 || !result) throw malformed(`no suggestion about a text (errcode ${errcode})`)
      return result.suggest
    },
  }
}
