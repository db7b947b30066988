import * as v from 'valibot'
import type { AccessToken } from './access-token'
import { askWeChat, type WeChatOptions } from './ask'
import { withToken } from './with-token'

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

const answerSchema = v.object({ errcode: v.optional(v.number(), 0) })

/** subscribeMessage.send (OpenApiDoc/mp-message-management/subscribe-message/sendMessage). */
export function subscribeMessages(options: WeChatOptions, tokens: AccessToken): SubscribeMessages {
  const sendWith = async (token: string, message: SubscribeMessage) => {
    const query = new URLSearchParams({ access_token: token })
    const path = `/cgi-bin/message/subscribe/send?${query}`
    return askWeChat(options, path, answerSchema, { ...message, lang: 'zh_CN' })
  }

  return {
    async send(message) {
      const { errcode } = await withToken(tokens, (token) => sendWith(token, message))
      return errcode === 0 ? 'sent' : errcode
    },
  }
}
