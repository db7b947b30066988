import * as v from 'valibot'
import { readOptionalJson } from '../http/body'
import type { CallHandler } from '../http/call'
import { framedJson } from '../http/frame'
import { withSession } from '../http/with-session'
import type { Service } from '../service'

/** Seconds; STS lets no role be assumed for longer. */
const VALID_FOR_MAX = 43_200

export const credentialsSchema = v.strictObject({
  validFor: v.exactOptional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(VALID_FOR_MAX),
      v.description('Seconds for which they shall be good at least; four fifths of their life are as much as is sure'),
    ),
  ),
})

/**
 * `POST /credentials {validFor}` (Bearer) → `{accessKeyId, accessKeySecret, securityToken, expiration, region, userData,
 * serverTime}`: STS credentials with which this user can create an upload at VOD. A video that is created with
 * `userData` as its UserData bears the user's mark, and nobody else can claim it. `validFor`, and with it the body,
 * may be left out.
 */
export function credentialsRoute(service: Service): CallHandler {
  const { credentials: cache, settings, metrics, keepAlive, now } = service
  return withSession(async (c, openid) => {
    const wish = await readOptionalJson(c, credentialsSchema)
    const found = cache.get(openid, (work) => keepAlive(c, work), wish?.validFor)
    metrics.credentials(found instanceof Promise ? 'sts' : 'cache')
    const { credentials, userData } = await found
    const { accessKeyId, accessKeySecret, securityToken, expiration } = credentials
    c.set('upstreamRequestId', credentials.requestId)
    return framedJson(c, {
      accessKeyId,
      accessKeySecret,
      securityToken,
      expiration,
      region: settings.region,
      userData,
      serverTime: new Date(now()).toISOString(),
    })
  })
}
