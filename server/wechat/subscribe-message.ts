import * as v from 'valibot'
import { Problem } from '../problem'
import type { AccessToken } from './access-token'
import { askWeChat, BUSY_RETRY_S, type WeChatOptions } from './ask'

/** A subscription message (订阅消息), by WeChat's names. */
export interface SubscribeMessage {
  touser: string
  template_id: string
  page?: string
  data: Record<string, { value: string }>
}

export interface SubscribeMessages {
  /**
   * Sends one; gives WeChat's code where it refuses for good, such as 43101: the user has not accepted one, or has had it.
   * @throws {Problem} wechat_* where it may be tried again
   */
  send(message: SubscribeMessage): Promise<'sent' | number>
}

/** The token has ended, or somebody has forced another one. */
const TOKEN_ENDED = new Set([40001, 40014, 42001])
/** Busy, or too many calls for now. */
const AGAIN = new Set([...TOKEN_ENDED, -1, 45009, 45011])

const answerSchema = v.object({ errcode: v.optional(v.number(), 0) })

/** subscribeMessage.send (OpenApiDoc/mp-message-management/subscribe-message/sendMessage). */
export function subscribeMessages(options: WeChatOptions, tokens: AccessToken): SubscribeMessages {
  const sendWith = async (token: string, message: SubscribeMessage) => {
    const query = new URLSearchParams({ access_token: token })
    const path = `/cgi-bin/message/subscribe/send?${query}`
    return (await askWeChat(options, path, answerSchema, { ...message, lang: 'zh_CN' })).errcode
  }

  return {
    async send(message) {
      const token = await tokens.get()
      let errcode = await sendWith(token, message)
      if (TOKEN_ENDED.has(errcode)) {
        tokens.forget(token)
        errcode = await sendWith(await tokens.get(), message)
      }
      if (errcode === 0) return 'sent'
      if (!AGAIN.has(errcode)) return errcode
      throw new Problem('wechat_busy', 'Try again in a moment.', {
        retryAfter: BUSY_RETRY_S,
        hint: `errcode ${errcode}`,
      })
    },
  }
}
