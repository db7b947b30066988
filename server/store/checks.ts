import type { VideoStatus } from '../video/video'
import { type Database, idempotent, placeholders, sql } from './database'

/** A video on its way that VOD has to be asked about. */
export interface DueVideo {
  videoId: string
  status: VideoStatus
  /** Milliseconds since 1970, as all times here. */
  createdAt: number
  /** How often in a row asking has failed. */
  failures: number
  /** How often in a row VOD has not known it, and since when. */
  notFoundCount: number
  notFoundSince: number | null
}

/** When VOD is asked about which video. */
export interface Checks {
  /**
   * Takes up to `limit` videos whose time has come, those first that have waited longest, and puts each off until
   * `until`: so nobody else asks about them meanwhile, and one whose asking never ends gives way to the others.
   */
  claim(now: number, until: number, limit: number): Promise<DueVideo[]>
  /** Lets videos be asked about at once that were claimed for nothing. */
  unclaim(videoIds: string[], now: number): Promise<void>
  /**
   * Whether VOD may be asked about a video for one who looks at it: not if that, or its registration, was less than so
   * many milliseconds ago. Of calls at the same moment, one may.
   */
  takeTurn(videoId: string, now: number, pauseMs: number): Promise<boolean>
  /** VOD has answered. */
  done(videoId: string, now: number, nextCheckAt: number): Promise<void>
  failed(videoId: string, failures: number, nextCheckAt: number): Promise<void>
  /** VOD did not know the video, for the `count`th time in a row since `since`. */
  notFound(videoId: string, count: number, since: number, now: number, nextCheckAt: number): Promise<void>
  /** Puts a video off of which an answer is not believed. */
  putOff(videoId: string, nextCheckAt: number): Promise<void>
}

export function checksIn(database: Database): Checks {
  return {
    async claim(now, until, limit) {
      // The condition on status and deleted_at is that of the index, word for word: only so it is used.
      const [rows = []] = await database.run(sql`
        UPDATE videos SET next_check_at = ${until}
        WHERE next_check_at <= ${now} AND video_id IN (
          SELECT video_id FROM videos
          WHERE status IN ('Uploading', 'UploadSucc', 'Transcoding', 'Checking') AND deleted_at IS NULL
            AND next_check_at <= ${now}
          ORDER BY next_check_at LIMIT ${limit}
        )
        RETURNING video_id, status, created_at, check_failures, not_found_count, not_found_since`)
      return rows.map((row) => ({
        videoId: row.video_id as string,
        status: row.status as VideoStatus,
        createdAt: row.created_at as number,
        failures: row.check_failures as number,
        notFoundCount: row.not_found_count as number,
        notFoundSince: row.not_found_since as number | null,
      }))
    },

    async unclaim(videoIds, now) {
      if (videoIds.length === 0) return
      await database.run({
        sql: `UPDATE videos SET next_check_at = ? WHERE video_id IN (${placeholders(videoIds)})`,
        values: [now, ...videoIds],
        isIdempotent: true,
      })
    },

    async takeTurn(videoId, now, pauseMs) {
      const [rows] = await database.run(sql`
        UPDATE videos SET checked_at = ${now} WHERE video_id = ${videoId} AND checked_at <= ${now - pauseMs}
        RETURNING video_id`)
      return rows?.length === 1
    },

    async done(videoId, now, nextCheckAt) {
      await database.run(
        idempotent(sql`
          UPDATE videos SET
            checked_at = ${now}, next_check_at = ${nextCheckAt},
            check_failures = 0, not_found_count = 0, not_found_since = NULL
          WHERE video_id = ${videoId}`),
      )
    },

    async failed(videoId, failures, nextCheckAt) {
      await database.run(
        idempotent(sql`
          UPDATE videos SET check_failures = ${failures}, next_check_at = ${nextCheckAt} WHERE video_id = ${videoId}`),
      )
    },

    async notFound(videoId, count, since, now, nextCheckAt) {
      await database.run(
        idempotent(sql`
          UPDATE videos SET
            checked_at = ${now}, next_check_at = ${nextCheckAt},
            check_failures = 0, not_found_count = ${count}, not_found_since = ${since}
          WHERE video_id = ${videoId}`),
      )
    },

    async putOff(videoId, nextCheckAt) {
      await database.run(idempotent(sql`UPDATE videos SET next_check_at = ${nextCheckAt} WHERE video_id = ${videoId}`))
    },
  }
}
