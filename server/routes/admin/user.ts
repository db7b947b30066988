import * as v from 'valibot'
import { readJson } from '../../http/body'
import type { CallContext } from '../../http/call'
import { Problem } from '../../problem'
import type { Service } from '../../service'
import { OPENID } from '../../users/openid'

export const blockSchema = v.strictObject({ blocked: v.boolean() })

/** @throws {Problem} not_found where nobody can have this name */
export function openidOf(c: CallContext): string {
  const openid = c.req.param('openid') ?? ''
  if (!OPENID.test(openid)) throw new Problem('not_found', 'This is no openid.')
  return openid
}

/**
 * `PUT /admin/users/:openid {blocked}` (ADMIN_SECRET) → `{blocked, serverTime}`: shuts a user out, or lets the user in
 * again. It holds on this machine at once and on all others within two seconds: every call of the user is refused, with
 * sessions and cached credentials that there are. What is out already stays good to its end: an STS token can create
 * videos for CREDENTIAL_SECONDS at most, an UploadAuth can write its one file for some 50 minutes, and a URL to play plays
 * for PLAY_SECONDS.
 */
export function blockUserRoute({ blockedUsers, log, now }: Service) {
  return async (c: CallContext): Promise<Response> => {
    const openid = openidOf(c)
    const { blocked } = await readJson(c, blockSchema)
    await (blocked ? blockedUsers.block(openid) : blockedUsers.unblock(openid))
    log({ level: 'warn', event: blocked ? 'user_blocked' : 'user_unblocked', requestId: c.get('requestId') })
    return c.json({ blocked, serverTime: new Date(now()).toISOString() })
  }
}
