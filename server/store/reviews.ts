import type { DailyLimits } from '../limits/daily'
import { type Database, idempotent, placeholders, type Row, type Statement, sql } from './database'

/** What came of comparing a video that has arrived with the limits. */
export type Verdict = 'ok' | 'file_too_large' | 'video_too_long' | 'over_daily_limit' | 'unclaimed'

/** What was done about a video that breaks them. */
export type Sanction = 'reported' | 'blocked' | 'deleted'

/** A video that has arrived, and what its owner's day came to with it. */
export interface Arrived {
  videoId: string
  owner: string
  /** Bytes. */
  size: number
  /** Seconds; 0 before VOD has looked at it. */
  duration: number
  /** Milliseconds since 1970; undefined where its owner has registered it. */
  unclaimedSince: number | undefined
  /** Whether its owner has deleted it, or VOD has announced its end. */
  isDeleted: boolean
  /** How often in a row dealing with it has failed. */
  failures: number
  /**
   * Videos and bytes of the owner on the day on which this one was counted, up to and including this one; of days with
   * more videos than the limit, only that they have more.
   */
  uploads: number
  bytes: number
}

const DAY_MS = 24 * 60 * 60 * 1000

/** How long the user's client may take to register a video that has arrived with the user's mark. */
export const UNCLAIMED_AFTER_MS = DAY_MS

/** The queue of videos that have arrived, and have to be compared with the limits. */
export interface Reviews {
  /**
   * Takes those that have waited longest, and puts them off until `until`. Where more arrives of one meanwhile, that
   * makes it due again, and `settle` leaves it alone.
   * @param until unlike that of any other claim that is not settled
   */
  claim(now: number, until: number, limits: DailyLimits, count: number): Promise<Arrived[]>
  /** Those that were claimed until `until`; one that is not registered yet is looked at again when its time is up. */
  pass(videoIds: readonly string[], until: number): Promise<void>
  settle(videoIds: readonly string[], until: number, verdict: Verdict, sanction: Sanction): Promise<void>
  /** Lets claimed ones be looked at again at `reviewAt`: nothing was done about them. */
  putOff(videoIds: readonly string[], until: number, reviewAt: number): Promise<void>
  failed(videoId: string, until: number, failures: number, reviewAt: number): Promise<void>
}

export function reviewsIn(database: Database): Reviews {
  /** Sets columns of those that are still claimed. */
  const update = async (videoIds: readonly string[], until: number, { sql: columns, values }: Statement) => {
    if (videoIds.length === 0) return
    const statement = `UPDATE videos SET ${columns} WHERE video_id IN (${placeholders(videoIds)}) AND review_at = ?`
    await database.run(idempotent({ sql: statement, values: [...values, ...videoIds, until] }))
  }

  return {
    async claim(now, until, limits, count) {
      // A place without a video is no upload. Every other row of the day counts, deleted ones too.
      const [, rows = []] = await database.run(
        idempotent(sql`
          UPDATE videos SET review_at = ${until} WHERE video_id IN (
            SELECT video_id FROM videos WHERE review_at <= ${now} ORDER BY review_at LIMIT ${count}
          )`),
        sql`
          SELECT v.video_id, v.owner, v.size, v.duration, v.unclaimed_since, v.review_failures,
            CASE WHEN v.deleted_at IS NOT NULL OR v.status = 'Deleted' THEN 1 ELSE 0 END AS is_deleted,
            (SELECT COUNT(*) FROM (
              SELECT 1 FROM videos d WHERE d.owner = v.owner AND d.status <> 'Reserved'
                AND d.counted_at >= v.counted_at - v.counted_at % ${DAY_MS}
                AND (d.counted_at, d.video_id) <= (v.counted_at, v.video_id)
              LIMIT ${limits.uploads + 1}
            ) n) AS uploads,
            (SELECT SUM(s.size) FROM (
              SELECT d.size FROM videos d WHERE d.owner = v.owner AND d.status <> 'Reserved'
                AND d.counted_at >= v.counted_at - v.counted_at % ${DAY_MS}
                AND (d.counted_at, d.video_id) <= (v.counted_at, v.video_id)
              LIMIT ${limits.uploads + 1}
            ) s) AS bytes
          FROM videos v WHERE v.review_at = ${until} ORDER BY v.counted_at, v.video_id`,
      )
      return rows.map(toArrived)
    },

    pass(videoIds, until) {
      // NULL, and so never again, where it is registered.
      const columns = sql`
        verdict = 'ok', sanction = NULL, review_failures = 0, review_at = unclaimed_since + ${UNCLAIMED_AFTER_MS}`
      return update(videoIds, until, columns)
    },

    settle(videoIds, until, verdict, sanction) {
      const columns = sql`verdict = ${verdict}, sanction = ${sanction}, review_failures = 0, review_at = NULL`
      return update(videoIds, until, columns)
    },

    putOff(videoIds, until, reviewAt) {
      return update(videoIds, until, sql`review_at = ${reviewAt}`)
    },

    failed(videoId, until, failures, reviewAt) {
      return update([videoId], until, sql`review_failures = ${failures}, review_at = ${reviewAt}`)
    },
  }
}

function toArrived(row: Row): Arrived {
  return {
    videoId: row.video_id as string,
    owner: row.owner as string,
    size: row.size as number,
    duration: Number(row.duration ?? 0),
    unclaimedSince: (row.unclaimed_since as number | null) ?? undefined,
    isDeleted: row.is_deleted === 1,
    failures: row.review_failures as number,
    uploads: row.uploads as number,
    bytes: row.bytes as number,
  }
}
