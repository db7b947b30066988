import type { Context, Handler, Hono, MiddlewareHandler } from 'hono'
import type { Problem } from '../problem'
import type { Session } from '../users/session'

/** What is known of a call while it is under way, for its line in the log. */
export interface CallVariables {
  requestId: string
  /** An answer that has all its headers. */
  framed?: Response
  /** The route, such as `PUT /uploads/:videoId`. */
  action?: string
  /** Of a call with a valid session. */
  session?: Session
  /** Why the call has none. */
  sessionRefusal?: Problem
  /** What the call was counted under: a user or an address. */
  countedUnder?: string
  /** Stands for the user in logs. */
  user?: string
  /** Request id of the cloud that was asked. */
  upstreamRequestId?: string | undefined
}

interface CallEnv {
  Variables: CallVariables
}

export type App = Hono<CallEnv>
export type CallContext = Context<CallEnv>
export type CallHandler = Handler<CallEnv>
export type CallMiddleware = MiddlewareHandler<CallEnv>
