import * as v from 'valibot'
import { readJson } from '../http/body'
import type { CallHandler } from '../http/call'
import type { WeChat } from '../login/wechat'
import type { Service } from '../service'

/** WeChat's codes are 32 characters today; the limit keeps junk away from WeChat, no more. */
export const loginSchema = v.strictObject({ code: v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,128}$/)) })

/**
 * `POST /session {code}` → `{token, expiresAt, user, serverTime}`: logs a user in with a code of wx.login. `user` stands for
 * the user, always the same: a phone keeps by it apart what belongs to whom.
 */
export function sessionRoute({ sessions, now }: Pick<Service, 'sessions' | 'now'>, wechat: WeChat): CallHandler {
  return async (c) => {
    const { code } = await readJson(c, loginSchema)
    // session_key, which comes along, is dropped here: nothing needs it.
    const { openid } = await wechat.code2Session(code)
    const { token, expiresAt, user } = await sessions.issue(openid)
    c.set('user', user)
    return c.json({ token, expiresAt, user, serverTime: new Date(now()).toISOString() })
  }
}
