import type { Context, Handler, Hono } from 'hono'
import type { RequestIdVariables } from 'hono/request-id'

/** What is known of a call while it is under way, for its line in the log. */
export interface CallVariables extends RequestIdVariables {
  /** The route, such as `PUT /uploads/:videoId`. */
  action?: string
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
