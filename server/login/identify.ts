import type { Session } from '../users/session'

/** One header of a call; names in lower case. */
export type Header = (name: string) => string | undefined

/**
 * Who vouches for the user of a call (LOGIN). This is all that differs from one login to another: the routes are given a
 * user, and know nothing of where that comes from.
 * @throws {Problem} session_missing, session_expired, session_invalid, or login_unavailable
 */
export type Identify = (header: Header) => Session | Promise<Session>
