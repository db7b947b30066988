import { problemCodeOf } from '../problem'
import type { Service } from '../service'
import { type CheckResult, checkVideos } from './check-videos'
import { clearAway } from './clear-away'

const LEASE = 'reconcile'

/** How long a run begins new work, milliseconds: the next one begins a minute after it. */
const RUN_MS = 45_000
/** Of this, how long it clears away before it asks VOD. */
const CLEAR_MS = 10_000
/** A run that died keeps the next ones away this long: longer than a run with its last calls, each up to 30 s. */
const LEASE_MS = 120_000

/** How much one run may do. */
export interface JobLimits {
  /** Videos that VOD is asked about. */
  videos: number
  /** Batches that are cleared away. */
  batches: number
}

/**
 * What has to be done once a minute. Clears away what nobody needs any more, and asks VOD about videos that are stuck on
 * their way: a notification is lost after three tries, and for an upload that is given up none ever comes. Of all
 * processes that have this database one does it at a time; the others leave it to that one.
 *
 * Rejects with store_unavailable where the database fails before anything is done.
 * @param signal ends it early, with all it has begun
 */
export async function reconcile(
  service: Service,
  limits: JobLimits,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { leases, log, now } = service
  const startedAt = now()
  const holder = crypto.randomUUID()
  if (!(await leases.take(LEASE, holder, startedAt, LEASE_MS))) return
  try {
    const cleared = await clearAway(service, { ...limits, until: startedAt + CLEAR_MS, signal })
    const checked = await checkVideos(service, { ...limits, until: startedAt + RUN_MS, signal })
    const hasFailed = Object.keys(checked.failures).length > 0
    if (checked.asked + cleared.videos + cleared.events > 0) {
      log({
        level: hasFailed || checked.isSuspicious ? 'error' : 'info',
        event: 'reconcile',
        asked: checked.asked,
        ms: now() - startedAt,
        ...(checked.notFound > 0 && { notFound: checked.notFound }),
        ...(cleared.videos > 0 && { clearedVideos: cleared.videos }),
        ...(cleared.events > 0 && { clearedEvents: cleared.events }),
        ...(hasFailed && { failures: JSON.stringify(checked.failures) }),
        ...suspicionOf(checked),
      })
    }
  } finally {
    // It ends by itself, so that one which cannot be given back is no harm; but the operator should know.
    await leases.giveBack(LEASE, holder).catch((error: unknown) => {
      log({ level: 'error', event: 'reconcile', code: problemCodeOf(error), hint: 'the lease of the job stays' })
    })
  }
}

function suspicionOf({ isSuspicious, notFound, asked }: CheckResult): Record<string, string> {
  if (!isSuspicious) return {}
  return {
    code: 'videos_not_found',
    hint: `VOD does not know ${notFound} of ${asked} videos, so none of it is believed: check VOD_REGION, VOD_URL and whose ALIBABA_CLOUD_ACCESS_KEY_ID is`,
  }
}
