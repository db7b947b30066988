import type { Context, Handler } from 'hono'
import type { Service } from '../service'

/** A handler for one user's calls: it is told whose, by the session that came along. */
export function withSession(
  { sessions }: Service,
  handle: (c: Context, openid: string) => Response | Promise<Response>,
): Handler {
  return async (c) => {
    const { openid } = await sessions.read(c.req.header('authorization'))
    return handle(c, openid)
  }
}
