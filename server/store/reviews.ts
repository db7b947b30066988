import type { DailyLimits } from '../limits/daily'
import { type Database, type Row, sql } from './database'

/** What came of comparing a video that has arrived with the limits. */
export type Verdict = 'ok' | 'file_too_large' | 'over_daily_limit' | 'unclaimed'

/** What was done about a video that breaks them. */
export type Sanction = 'reported' | 'blocked' | 'deleted'

/** A video that has arrived, and what its owner's day came to with it. */
export interface Arrived {
  videoId: string
  owner: string
  /** Bytes. */
  size: number
  /** Milliseconds since 1970; undefined where its owner has registered it. */
  unclaimedSince: number | undefined
  /**
   * Videos and bytes of the owner on the day on which this one was counted, up to and including this one; of days with
   * more videos than the limit, only that they have more.
   */
  uploads: number
  bytes: number
}

export interface Judged {
  videoId: string
  /** As it was when it was judged: a video that has another size by now is judged again. */
  size: number
  verdict: Verdict
  sanction?: Sanction
  /** Milliseconds since 1970 at which to look at it again. */
  again?: number | undefined
}

const DAY_MS = 24 * 60 * 60 * 1000

/** The queue of videos that have arrived, and have to be compared with the limits. */
export interface Reviews {
  /** Those that have waited longest. */
  due(now: number, limits: DailyLimits, count: number): Promise<Arrived[]>
  settle(judged: readonly Judged[]): Promise<void>
  /** Puts a video off to another time, so that it does not keep others from their turn. */
  postpone(videoId: string, until: number): Promise<void>
}

export function reviewsIn(database: Database): Reviews {
  return {
    async due(now, limits, count) {
      // A place without a video is no upload. Every other row of the day counts, deleted ones too.
      const [rows = []] = await database.run(sql`
        SELECT v.video_id, v.owner, v.size, v.unclaimed_since,
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
        FROM videos v WHERE v.review_at <= ${now} ORDER BY v.review_at LIMIT ${count}`)
      return rows.map(toArrived)
    },

    async settle(judged) {
      if (judged.length === 0) return
      await database.run(
        ...judged.map(
          ({ videoId, size, verdict, sanction, again }) => sql`
            UPDATE videos SET verdict = ${verdict}, sanction = ${sanction ?? null}, review_at = ${again ?? null}
            WHERE video_id = ${videoId} AND size = ${size}`,
        ),
      )
    },

    async postpone(videoId, until) {
      await database.run(sql`UPDATE videos SET review_at = ${until} WHERE video_id = ${videoId}`)
    },
  }
}

function toArrived(row: Row): Arrived {
  return {
    videoId: row.video_id as string,
    owner: row.owner as string,
    size: row.size as number,
    unclaimedSince: (row.unclaimed_since as number | null) ?? undefined,
    uploads: row.uploads as number,
    bytes: row.bytes as number,
  }
}
