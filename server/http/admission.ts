import { expectAdmitted } from '../limits/rate'
import { Problem } from '../problem'
import type { Service } from '../service'
import { checkSignature } from '../vod-events/signature'
import type { CallContext, CallMiddleware } from './call'
import { EVENTS_PATH, HEALTH_PATH, READY_PATH } from './paths'

/**
 * Stands in front of every route. Knows whose call it is by its session, and counts it: a user's by the user, and all
 * that needs no session, or comes without a valid one, by its address: logins, unknown paths, /openapi.json, junk.
 *
 * Two kinds of calls are not counted. /healthz and /readyz, because load balancers ask them all the time from one
 * address; they cost next to nothing and leave no line in the log while they are well. Notifications that VOD has signed,
 * because they come in bursts, from few addresses, and one that is refused three times is lost.
 */
export function admission({
  identify: identifyBy,
  blockedUsers,
  limiters,
  addressOf,
  settings,
  now,
}: Service): CallMiddleware {
  const { callback } = settings

  const identify = async (c: CallContext): Promise<void> => {
    try {
      const session = await identifyBy((name) => c.req.header(name))
      c.set('user', session.user)
      await blockedUsers.expectNotBlocked(session.openid)
      c.set('session', session)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      c.set('sessionRefusal', error)
    }
  }

  const isSignedByVod = (c: CallContext): boolean => {
    if (!callback || c.req.path !== EVENTS_PATH) return false
    try {
      checkSignature((name) => c.req.header(name), callback, now())
      return true
    } catch (error) {
      // The route refuses it, with the reason.
      if (error instanceof Problem) return false
      throw error
    }
  }

  return async (c, next) => {
    const isHealthCheck = [HEALTH_PATH, READY_PATH].includes(c.req.path) && /^(GET|HEAD)$/.test(c.req.method)
    if (isHealthCheck || isSignedByVod(c)) return next()
    await identify(c)
    const openid = c.get('session')?.openid
    const key = openid ?? addressOf(c)
    c.set('countedUnder', key)
    await expectAdmitted(openid === undefined ? limiters.address : limiters.user, key)
    return next()
  }
}
