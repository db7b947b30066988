import * as v from 'valibot'
import type { CallHandler } from '../../http/call'
import { readQuery } from '../../http/query'
import { withSession } from '../../http/with-session'
import type { Service } from '../../service'
import { cursorSchema, toCursor } from './cursor'

const PAGE = 20
const PAGE_MAX = 100

export const listQuerySchema = v.strictObject({
  cursor: v.optional(cursorSchema),
  limit: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,3}$/), v.transform(Number), v.minValue(1), v.maxValue(PAGE_MAX)),
    String(PAGE),
  ),
})

/** `GET /videos?cursor&limit` (Bearer) → `{videos, nextCursor?, serverTime}`: the caller's videos, newest first. */
export function listVideosRoute(service: Service): CallHandler {
  const { videos, now } = service
  return withSession(async (c, openid) => {
    const { cursor, limit } = readQuery(c, listQuerySchema)
    // One more than asked for, to know whether there is a next page.
    const found = await videos.list(openid, cursor, limit + 1)
    const page = found.slice(0, limit)
    const last = page.at(-1)
    return c.json({
      videos: page,
      ...(found.length > limit && last && { nextCursor: toCursor(last) }),
      serverTime: new Date(now()).toISOString(),
    })
  })
}
