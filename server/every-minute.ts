import { reviewArrivals } from './arrivals/review'
import { sendMessages } from './messages/send-messages'
import { problemCodeOf } from './problem'
import type { Service } from './service'
import { reconcile } from './vod-events/reconcile'

const LEASE = 'reconcile'

/** How long a run begins new work, milliseconds: the next one begins a minute after it. */
const RUN_MS = 45_000
/** Of this, how long it reviews what has arrived, before all else. */
const REVIEW_MS = 15_000
/** And how long it sends messages then. */
const MESSAGES_MS = 5000
/** A run that died keeps the next ones away this long: longer than a run with its last calls, each up to 30 s. */
const LEASE_MS = 120_000

/** How much one run may do. */
export interface JobLimits {
  /** Batches of videos that are compared with the limits. */
  reviews: number
  /** Batches that are cleared away. */
  batches: number
  /** Videos that VOD is asked about. */
  videos: number
  /** Messages that are sent. */
  messages: number
}

/**
 * The scheduled job. Of all processes that have this database one does it at a time; the others leave it to that one.
 * What the review fails of is logged, and does not keep the rest from its turn.
 *
 * Rejects with store_unavailable where the database fails.
 * @param signal ends it early, with all it has begun
 */
export async function everyMinute(
  service: Service,
  limits: JobLimits,
  signal: AbortSignal = new AbortController().signal,
): Promise<void> {
  const { leases, log, now } = service
  const startedAt = now()
  const holder = crypto.randomUUID()
  if (!(await leases.take(LEASE, holder, startedAt, LEASE_MS))) return
  try {
    await reviewArrivals(service, { batches: limits.reviews, until: startedAt + REVIEW_MS, signal }).catch(
      (error: unknown) => {
        log({ level: 'error', event: 'arrivals', code: problemCodeOf(error), hint: (error as Error).name })
      },
    )
    await sendMessages(service, { messages: limits.messages, until: now() + MESSAGES_MS, signal }).catch(
      (error: unknown) => log({ level: 'error', event: 'message', code: problemCodeOf(error) }),
    )
    await reconcile(service, { ...limits, until: startedAt + RUN_MS, signal })
  } finally {
    // It ends by itself, so that one which cannot be given back is no harm; but the operator should know.
    await leases.giveBack(LEASE, holder).catch((error: unknown) => {
      log({ level: 'error', event: 'reconcile', code: problemCodeOf(error), hint: 'the lease of the job stays' })
    })
  }
}
