import { cors } from 'hono/cors'
import { expectAdmitted } from '../limits/rate'
import type { Service } from '../service'
import type { CallMiddleware } from './call'
import { isForClients, PREFLIGHT } from './paths'

/** Seconds for which a browser need not ask again. Chromium keeps an answer for two hours at most. */
const PREFLIGHT_S = 7200

/**
 * Lets the web pages of these origins call the service (CORS): all that clients call, with its refusals, so that a page can
 * read why and how long to wait; but not what only VOD, timers and operators call.
 *
 * It stands in front of the admission, and answers a preflight by itself: that carries no token, so it counts by address.
 */
export function allowOrigins({
  settings: { allowedOrigins },
  limiters,
  addressOf,
}: Pick<Service, 'settings' | 'limiters' | 'addressOf'>): CallMiddleware {
  const allow = cors({
    origin: [...allowedOrigins],
    allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-request-id'],
    exposeHeaders: ['x-request-id', 'retry-after', 'www-authenticate', 'allow'],
    maxAge: PREFLIGHT_S,
  })
  return async (c, next) => {
    if (!isForClients(c.req.path) || c.req.header('origin') === undefined) return next()
    if (c.req.method !== 'OPTIONS') return allow(c, next)
    c.set('action', PREFLIGHT)
    c.set('countedUnder', addressOf(c))
    await expectAdmitted(limiters.address, addressOf(c))
    return allow(c, next)
  }
}
