import { expectAdmitted } from '../limits/rate'
import type { Service } from '../service'
import type { Session } from '../users/session'
import type { CallContext, CallHandler } from './call'

/**
 * A handler for one user's calls: it is told whose, by the session that came along. Counts the user's calls; where there
 * is no valid session, those of the address.
 */
export function withSession(
  { sessions, limiters, addressOf }: Service,
  handle: (c: CallContext, openid: string) => Response | Promise<Response>,
): CallHandler {
  return async (c) => {
    let session: Session
    try {
      session = await sessions.read(c.req.header('authorization'))
    } catch (error) {
      await expectAdmitted(limiters.address, addressOf(c))
      throw error
    }
    c.set('user', session.user)
    await expectAdmitted(limiters.user, session.openid)
    return handle(c, session.openid)
  }
}
