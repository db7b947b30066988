import { expectAdmitted } from '../limits/rate'
import type { Service } from '../service'
import type { Session } from '../users/session'
import type { CallContext, CallHandler } from './call'

/**
 * A handler for calls that need a session; it is given the openid of the session's user. Counts the calls of the user, and
 * where there is no valid session, those of the address.
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
