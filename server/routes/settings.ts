import { DESCRIPTION_MAX_CHARACTERS, TAG_MAX_CHARACTERS, TAGS_MAX, TITLE_MAX_CHARACTERS } from '../cloud/vod-limits'
import type { CallHandler } from '../http/call'
import { withSession } from '../http/with-session'
import { resetsAt } from '../limits/daily'
import type { Service } from '../service'

/**
 * `GET /settings` (Bearer) → what the operator allows and offers, and what is left of the user's day, counted as the
 * limits count it.
 */
export function settingsRoute({ videos, settings, now }: Service): CallHandler {
  const { daily, messages } = settings
  const own = {
    limits: {
      maxBytes: settings.maxBytes,
      maxSeconds: settings.maxSeconds ?? null,
      dailyUploads: daily.uploads,
      dailyBytes: daily.bytes,
      titleCharacters: TITLE_MAX_CHARACTERS,
      descriptionCharacters: DESCRIPTION_MAX_CHARACTERS,
      tags: TAGS_MAX - settings.tags.length,
      tagCharacters: TAG_MAX_CHARACTERS,
    },
    categories: settings.categories,
    review: settings.review,
    covers: settings.covers,
    shares: settings.shareDays > 0,
    reports: settings.reports,
    messages: [...new Set([messages?.ready, messages?.refused])].filter((id) => id !== undefined),
  }
  return withSession(async (c, openid) => {
    const at = now()
    const left = await videos.left(openid, daily, at)
    return c.json({ ...own, left, resetsAt: resetsAt(at), serverTime: new Date(at).toISOString() })
  })
}
