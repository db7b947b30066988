import { type Database, sql } from './database'
import type { Sanction } from './reviews'

/** How long an orphan is remembered, for the operator. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000

/** Rows that one call clears away at most. */
const CLEARED_AT_ONCE = 500

/** Videos that VOD has announced, and of which nobody knows whose they are. */
export interface Orphans {
  /** Again, it changes nothing. */
  add(videoId: string, now: number, reviewAt: number): Promise<void>
  /** Those that have waited longest for a look. */
  due(now: number, limit: number): Promise<string[]>
  /** @param verdict orphaned, or foreign: of another VOD application */
  settle(videoId: string, verdict: 'orphaned' | 'foreign', sanction?: Sanction): Promise<void>
  postpone(videoId: string, until: number): Promise<void>
  /** It has an owner now, or is gone. */
  remove(videoId: string): Promise<void>
  /** Forgets those that are old, some at a time. */
  clear(now: number): Promise<void>
}

export function orphansIn(database: Database): Orphans {
  return {
    async add(videoId, now, reviewAt) {
      await database.run(sql`
        INSERT INTO orphans (video_id, announced_at, review_at) VALUES (${videoId}, ${now}, ${reviewAt})
        ON CONFLICT DO NOTHING`)
    },

    async due(now, limit) {
      const [rows = []] = await database.run(sql`
        SELECT video_id FROM orphans WHERE review_at <= ${now} ORDER BY review_at LIMIT ${limit}`)
      return rows.map((row) => row.video_id as string)
    },

    async settle(videoId, verdict, sanction) {
      await database.run(sql`
        UPDATE orphans SET verdict = ${verdict}, sanction = ${sanction ?? null}, review_at = NULL
        WHERE video_id = ${videoId}`)
    },

    async postpone(videoId, until) {
      await database.run(sql`UPDATE orphans SET review_at = ${until} WHERE video_id = ${videoId}`)
    },

    async remove(videoId) {
      await database.run(sql`DELETE FROM orphans WHERE video_id = ${videoId}`)
    },

    async clear(now) {
      await database.run(sql`
        DELETE FROM orphans WHERE video_id IN (
          SELECT video_id FROM orphans WHERE announced_at < ${now - KEPT_MS}
          ORDER BY announced_at LIMIT ${CLEARED_AT_ONCE}
        )`)
    },
  }
}
