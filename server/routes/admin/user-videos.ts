import * as v from 'valibot'
import type { CallContext } from '../../http/call'
import { readQuery } from '../../http/query'
import type { Service } from '../../service'
import { cursorSchema, toCursor } from '../videos/cursor'
import { limitSchema } from './limit'
import { openidOf } from './user'

export const userVideosQuerySchema = v.strictObject({ cursor: v.optional(cursorSchema), limit: limitSchema })

/**
 * `GET /admin/users/:openid/videos?cursor&limit` (ADMIN_SECRET) → `{videos, nextCursor?, usage, limits, serverTime}`: all
 * videos of a user, newest first, also those that the user has deleted or not registered, and what the user has used up
 * of this day.
 */
export function userVideosRoute({ operatorView, settings, now }: Service) {
  return async (c: CallContext): Promise<Response> => {
    const openid = openidOf(c)
    const { cursor, limit } = readQuery(c, userVideosQuerySchema)
    const found = await operatorView.videosOf(openid, cursor, limit + 1)
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return c.json({
      videos: page,
      ...(found.length > limit && last && { nextCursor: toCursor(last) }),
      usage: await operatorView.usageOf(openid, now()),
      limits: { ...settings.daily, tokens: settings.dailyTokens },
      serverTime: new Date(now()).toISOString(),
    })
  }
}
