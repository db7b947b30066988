import type { CallContext, CallHandler } from './call'

/**
 * A handler for calls that need a session; it is given the openid of the session's user, whom `admission` has found.
 * Without a valid session the call is refused: session_missing, session_expired or session_invalid.
 */
export function withSession(handle: (c: CallContext, openid: string) => Response | Promise<Response>): CallHandler {
  return (c) => {
    const session = c.get('session')
    if (!session) throw c.get('sessionRefusal') ?? new Error('No call gets here before its session was looked for.')
    return handle(c, session.openid)
  }
}
