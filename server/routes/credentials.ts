import type { Handler } from 'hono'
import { expectNoBody } from '../http/body'
import type { Service } from '../service'
import { readSession } from '../session'

/**
 * `POST /credentials` (Bearer) → `{accessKeyId, accessKeySecret, securityToken, expiration, region, serverTime}`: STS
 * credentials with which this user can create an upload at VOD.
 */
export function credentialsRoute({ sts, settings, now }: Service): Handler {
  return async (c) => {
    const { openid } = await readSession(c.req.header('authorization'), settings.sessionKey)
    await expectNoBody(c)
    const credentials = await sts.assumeRole(openid)
    return c.json({ ...credentials, region: settings.region, serverTime: new Date(now()).toISOString() })
  }
}
