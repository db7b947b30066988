import type { Service } from '../service'
import type { Cleared } from '../store/retention'

const DAY_MS = 24 * 60 * 60_000

/** Videos of one batch: some milliseconds of SQLite, and 58 queries of D1. */
const BATCH = 25

export interface ClearLimits {
  /** Milliseconds since 1970, from which nothing new is begun. */
  until: number
  /** Batches at most. */
  batches: number
  signal: AbortSignal
}

/**
 * Clears away what has fallen due, batch by batch. After each it rests as long as the batch took, so that calls wait for
 * one batch at most, and at least half of the thread is theirs.
 */
export async function clearAway(
  { retention, settings, now }: Pick<Service, 'retention' | 'settings' | 'now'>,
  { until, batches, signal }: ClearLimits,
): Promise<Cleared> {
  const cleared: Cleared = { videos: 0, events: 0, others: 0 }
  for (let made = 0; made < batches && now() < until && !signal.aborted; made++) {
    const startedAt = now()
    const { videos, events, others } = await retention.clear(startedAt, startedAt - settings.eventDays * DAY_MS, BATCH)
    cleared.videos += videos
    cleared.events += events
    cleared.others += others
    if (videos + events + others === 0) break
    await new Promise((resolve) => setTimeout(resolve, now() - startedAt))
  }
  return cleared
}
