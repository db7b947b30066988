import type { Service } from '../../../server/service'
import { checksIn } from '../../../server/store/checks'
import type { Database } from '../../../server/store/database'
import { eventsIn } from '../../../server/store/events'
import { retentionIn } from '../../../server/store/retention'
import { checkVideos } from '../../../server/vod-events/check-videos'
import { clearAway } from '../../../server/vod-events/clear-away'

const EVENT_DAYS = 7

export interface Round {
  /** Longest call of the database, milliseconds. */
  longestCallMs: number
  /** The most that this process computed in one call, milliseconds: what else the machine does is not in it. */
  longestCpuMs: number
  /** Of the job's own time, with its rests. */
  eventsPerSecond: number
  /** What one check costs the database, milliseconds; VOD's rate is what limits how many there are. */
  checkMs: number
}

export interface RoundLimits {
  batches: number
  checks: number
}

/**
 * Runs a part of the job that is due, with a VOD that answers at once.
 * @param cpuMs how long this process has computed, milliseconds, where that can be known
 */
export async function runRound(
  database: Database,
  { batches, checks }: RoundLimits,
  cpuMs: () => number = () => 0,
): Promise<Round> {
  let longestCallMs = 0
  let longestCpuMs = 0
  let inCallsMs = 0
  const watched: Database = {
    async run(...statements) {
      const startedAt = performance.now()
      const cpuBefore = cpuMs()
      try {
        return await database.run(...statements)
      } finally {
        const ms = performance.now() - startedAt
        inCallsMs += ms
        longestCpuMs = Math.max(longestCpuMs, cpuMs() - cpuBefore)
        longestCallMs = Math.max(longestCallMs, ms)
      }
    },
  }
  const parts = {
    now: Date.now,
    settings: { eventDays: EVENT_DAYS } as Service['settings'],
    events: eventsIn(watched),
    checks: checksIn(watched),
    retention: retentionIn(watched),
    vod: {
      getVideoInfo: () =>
        Promise.resolve({
          title: 'x',
          status: 'Normal',
          createdAt: 0,
          size: 12_345_678,
          duration: 61.5,
          coverUrl: undefined,
          userData: undefined,
          appId: undefined,
          requestId: undefined,
        }),
    } as unknown as Service['vod'],
  }
  const { signal } = new AbortController()
  const until = Number.MAX_SAFE_INTEGER
  const startedAt = performance.now()
  const cleared = await clearAway(parts, { until, batches, signal })
  const clearSeconds = (performance.now() - startedAt) / 1000
  inCallsMs = 0
  const checked = await checkVideos(parts, { until, videos: checks, signal })
  if (cleared.events === 0 || checked.asked < checks) throw new Error('Nothing was due: the figures would say nothing.')
  return {
    longestCallMs,
    longestCpuMs,
    eventsPerSecond: cleared.events / clearSeconds,
    checkMs: inCallsMs / checked.asked,
  }
}
