import type { Answer, Send } from '../network/send'
import { readJson, text } from './alibaba'
import { Refusal, sayable } from './refusal'

/** One call of WeChat's server API: a POST where there is a body. Rejects with a NetworkError. */
export async function askWeChat(send: Send, url: string, body?: object): Promise<WeChatAnswer> {
  const answer = await send(
    body === undefined ? { method: 'GET', url } : { method: 'POST', url, body: JSON.stringify(body) },
  )
  const { errcode, errmsg, ...fields } = readJson(answer.text)
  return {
    answer,
    errcode: typeof errcode === 'number' ? errcode : undefined,
    errmsg: text(errmsg) ?? '',
    has: (name) => text(fields[name]) !== undefined,
  }
}

export interface WeChatAnswer {
  answer: Answer
  /** Undefined in most answers that are a success. */
  errcode: number | undefined
  errmsg: string
  /** Whether there is text under a name. Nothing else of an answer is kept: it holds tokens. */
  has(name: string): boolean
}

/** What a refusal of WeChat's says: it names the request within its message, as `rid: …`. */
export function weChatRefusal(action: string, { answer, errcode, errmsg }: WeChatAnswer): Refusal {
  return new Refusal('WeChat', action, {
    status: answer.status,
    code: errcode === undefined ? undefined : String(errcode),
    requestId: /rid: ?([\w-]+)/.exec(errmsg)?.[1],
    said: sayable(errmsg.replace(/,? ?rid: ?[\w-]+/, '')),
    date: answer.date,
  })
}
