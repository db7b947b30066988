import { Problem } from '../problem'
import type { AccessToken } from './access-token'
import { BUSY_RETRY_S } from './ask'

/** The token has ended, or somebody has forced another one. */
const TOKEN_ENDED = new Set([40001, 40014, 42001])
/** Busy, or too many calls for now. */
const AGAIN = new Set([...TOKEN_ENDED, -1, 45009, 45011])

/**
 * A call of WeChat's server API that needs an access token: with another one where the first has ended.
 * @throws {Problem} wechat_* where it may be tried again; all other codes are the caller's to read
 */
export async function withToken<T extends { errcode: number }>(
  tokens: AccessToken,
  call: (token: string) => Promise<T>,
): Promise<T> {
  const token = await tokens.get()
  let answer = await call(token)
  if (TOKEN_ENDED.has(answer.errcode)) {
    tokens.forget(token)
    answer = await call(await tokens.get())
  }
  if (!AGAIN.has(answer.errcode)) return answer
  throw new Problem('wechat_busy', 'Try again in a moment.', {
    retryAfter: BUSY_RETRY_S,
    hint: `errcode ${answer.errcode}`,
  })
}
