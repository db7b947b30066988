import type { Service } from '../service'
import { type CheckLimits, type CheckResult, checkVideos } from './check-videos'
import { clearAway } from './clear-away'

/** How long it clears away before it asks VOD, milliseconds. */
const CLEAR_MS = 10_000

export interface ReconcileLimits extends CheckLimits {
  /** Batches that are cleared away. */
  batches: number
}

/**
 * Clears away what nobody needs any more, and asks VOD about videos that are stuck on their way: a notification is lost
 * after three tries, and for an upload that is given up none ever comes.
 */
export async function reconcile(service: Service, limits: ReconcileLimits): Promise<void> {
  const { log, now } = service
  const startedAt = now()
  const cleared = await clearAway(service, { ...limits, until: Math.min(startedAt + CLEAR_MS, limits.until) })
  const checked = await checkVideos(service, limits)
  const hasFailed = Object.keys(checked.failures).length > 0
  if (checked.asked + cleared.videos + cleared.events + cleared.others === 0) return
  log({
    level: hasFailed || checked.isSuspicious ? 'error' : 'info',
    event: 'reconcile',
    asked: checked.asked,
    ms: now() - startedAt,
    ...(checked.notFound > 0 && { notFound: checked.notFound }),
    ...(cleared.videos > 0 && { clearedVideos: cleared.videos }),
    ...(cleared.events > 0 && { clearedEvents: cleared.events }),
    ...(cleared.others > 0 && { clearedOthers: cleared.others }),
    ...(hasFailed && { failures: JSON.stringify(checked.failures) }),
    ...suspicionOf(checked),
  })
}

function suspicionOf({ isSuspicious, notFound, asked }: CheckResult): Record<string, string> {
  if (!isSuspicious) return {}
  return {
    code: 'videos_not_found',
    hint: `VOD does not know ${notFound} of ${asked} videos, so none of it is believed: check VOD_REGION, VOD_URL and whose ALIBABA_CLOUD_ACCESS_KEY_ID is`,
  }
}
