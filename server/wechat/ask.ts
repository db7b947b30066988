import * as v from 'valibot'
import { AnswerTooLarge, boundedText } from '../cloud/bounded-text'
import { Problem } from '../problem'

export interface WeChatOptions {
  url: string
  appId: string
  appSecret: string
  timeoutMs: number
  fetch: typeof fetch
}

/** Answers have some hundred bytes. */
const ANSWER_MAX_BYTES = 16 * 1024
/** Seconds to wait when WeChat is busy or slow. */
export const BUSY_RETRY_S = 1

/**
 * One call of WeChat's server API; a POST where there is a body. The path holds secrets: it must not get into an error
 * or a log.
 * @throws {Problem} wechat_*
 */
export async function askWeChat<S extends v.GenericSchema>(
  options: WeChatOptions,
  path: string,
  schema: S,
  body?: unknown,
): Promise<v.InferOutput<S>> {
  let response: Response
  let text: string
  try {
    response = await options.fetch(options.url + path, {
      redirect: 'manual',
      signal: AbortSignal.timeout(options.timeoutMs),
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    })
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
  // The content type is text/plain and the status 200 even for errors, so the body decides.
  const answer = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  if (!answer.success) throw malformed('its answer cannot be read')
  return answer.output
}

export function misconfigured(hint: string, errcode: number): Problem {
  return new Problem('wechat_misconfigured', 'The operator of this service has to mend its settings.', {
    hint: `${hint} (errcode ${errcode})`,
  })
}

export function malformed(hint: string): Problem {
  return new Problem('wechat_malformed', 'Try again in a moment.', {
    hint: `WeChat: ${hint}`,
    retryAfter: BUSY_RETRY_S,
  })
}
