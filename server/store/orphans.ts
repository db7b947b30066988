import { type Database, idempotent, sql } from './database'
import type { Sanction } from './reviews'

/** An orphan that has to be looked at. Times are milliseconds since 1970. */
export interface DueOrphan {
  videoId: string
  announcedAt: number
  /** How often in a row looking at it has failed. */
  failures: number
  /** How often in a row VOD has not known it. */
  notFoundCount: number
}

/** Videos that VOD has announced, and of which nobody knows whose they are. */
export interface Orphans {
  /** Again, it changes nothing. */
  add(videoId: string, now: number, reviewAt: number): Promise<void>
  /** Those that have waited longest for a look. */
  due(now: number, limit: number): Promise<DueOrphan[]>
  /** @param verdict orphaned, or foreign: of another VOD application */
  settle(videoId: string, verdict: 'orphaned' | 'foreign', sanction?: Sanction): Promise<void>
  failed(videoId: string, failures: number, reviewAt: number): Promise<void>
  /** VOD did not know it, for the `count`th time in a row. */
  notFound(videoId: string, count: number, reviewAt: number): Promise<void>
  /** It has an owner now, or is gone. */
  remove(videoId: string): Promise<void>
}

export function orphansIn(database: Database): Orphans {
  return {
    async add(videoId, now, reviewAt) {
      await database.run(
        idempotent(sql`
          INSERT INTO orphans (video_id, announced_at, review_at) VALUES (${videoId}, ${now}, ${reviewAt})
          ON CONFLICT DO NOTHING`),
      )
    },

    async due(now, limit) {
      const [rows = []] = await database.run(sql`
        SELECT video_id, announced_at, review_failures, not_found_count FROM orphans
        WHERE review_at <= ${now} ORDER BY review_at LIMIT ${limit}`)
      return rows.map((row) => ({
        videoId: row.video_id as string,
        announcedAt: row.announced_at as number,
        failures: row.review_failures as number,
        notFoundCount: row.not_found_count as number,
      }))
    },

    async settle(videoId, verdict, sanction) {
      await database.run(
        idempotent(sql`
          UPDATE orphans SET verdict = ${verdict}, sanction = ${sanction ?? null}, review_at = NULL
          WHERE video_id = ${videoId}`),
      )
    },

    async failed(videoId, failures, reviewAt) {
      await database.run(
        idempotent(sql`
          UPDATE orphans SET review_failures = ${failures}, review_at = ${reviewAt} WHERE video_id = ${videoId}`),
      )
    },

    async notFound(videoId, count, reviewAt) {
      await database.run(
        idempotent(sql`
          UPDATE orphans SET review_failures = 0, not_found_count = ${count}, review_at = ${reviewAt}
          WHERE video_id = ${videoId}`),
      )
    },

    async remove(videoId) {
      await database.run(idempotent(sql`DELETE FROM orphans WHERE video_id = ${videoId}`))
    },
  }
}
