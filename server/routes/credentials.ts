import { expectNoBody } from '../http/body'
import type { CallHandler } from '../http/call'
import { withSession } from '../http/with-session'
import type { Service } from '../service'

/**
 * `POST /credentials` (Bearer) → `{accessKeyId, accessKeySecret, securityToken, expiration, region, userData,
 * serverTime}`: STS credentials with which this user can create an upload at VOD. A video that is created with
 * `userData` as its UserData bears the user's mark, and nobody else can claim it.
 */
export function credentialsRoute(service: Service): CallHandler {
  const { credentials: cache, settings, keepAlive, now } = service
  return withSession(service, async (c, openid) => {
    await expectNoBody(c)
    const { credentials, userData } = await cache.get(openid, (work) => keepAlive(c, work))
    const { requestId, ...answer } = credentials
    c.set('upstreamRequestId', requestId)
    return c.json({ ...answer, region: settings.region, userData, serverTime: new Date(now()).toISOString() })
  })
}
