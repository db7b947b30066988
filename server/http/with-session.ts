import type { Context, Handler } from 'hono'
import type { Service } from '../service'
import { readSession } from '../session'

/** A handler for one user's calls: it is told whose, by the session that came along. */
export function withSession(
  { settings }: Service,
  handle: (c: Context, openid: string) => Response | Promise<Response>,
): Handler {
  return async (c) => {
    const { openid } = await readSession(c.req.header('authorization'), settings.sessionKey)
    return handle(c, openid)
  }
}
