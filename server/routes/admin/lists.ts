import * as v from 'valibot'
import type { CallContext } from '../../http/call'
import { readQuery } from '../../http/query'
import type { Service } from '../../service'
import { limitSchema } from './limit'

export const adminListQuerySchema = v.strictObject({ limit: limitSchema })

/**
 * `GET /admin/orphans?limit` (ADMIN_SECRET) → `{videos, serverTime}`: videos that VOD has announced and that have no
 * owner, newest first.
 */
export function orphansRoute({ operatorView, now }: Service) {
  return listRoute((limit) => operatorView.orphans(limit), now)
}

/**
 * `GET /admin/unclaimed?limit` (ADMIN_SECRET) → `{videos, serverTime}`: videos that have arrived with their owner's mark
 * and that the owner has not registered, oldest first.
 */
export function unclaimedRoute({ operatorView, now }: Service) {
  return listRoute((limit) => operatorView.unclaimed(limit), now)
}

/**
 * `GET /admin/stuck?limit` (ADMIN_SECRET) → `{videos, serverTime}`: videos that have been on their way for too long;
 * `limit` of each status.
 */
export function stuckRoute({ operatorView, now }: Service) {
  return listRoute((limit) => operatorView.stuck(now(), limit), now)
}

function listRoute(find: (limit: number) => Promise<object[]>, now: () => number) {
  return async (c: CallContext): Promise<Response> => {
    const { limit } = readQuery(c, adminListQuerySchema)
    return c.json({ videos: await find(limit), serverTime: new Date(now()).toISOString() })
  }
}
