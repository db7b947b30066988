import type { VideoStatus } from '../video/video'
import { type Database, idempotent, sql } from './database'
import { reasonOf } from './videos'

/** A video that has come to an end of which its user is to be told. Times are milliseconds since 1970. */
export interface DueMessage {
  videoId: string
  owner: string
  title: string
  status: VideoStatus
  reason: string | null
  createdAt: number
  /** How often in a row sending it has failed. */
  failures: number
}

/** The messages that users wait for: one a video, once it is ready, or refused. */
export interface Messages {
  /** Sets down that the user waits for one, or does so no more; nothing where one has been sent. */
  want(videoId: string, owner: string, isWanted: boolean, now: number): Promise<void>
  /**
   * Takes those that are due, and puts them off until `until`: of all who do so at the same moment, one gets each.
   * @param until unlike that of any other claim that is not settled
   * @param videoId this one alone
   */
  claim(now: number, until: number, limit: number, videoId?: string): Promise<DueMessage[]>
  /** Nothing more is sent of this video. @param outcome `sent`, or why not */
  settle(videoId: string, until: number, outcome: string): Promise<void>
  failed(videoId: string, until: number, failures: number, at: number): Promise<void>
}

export function messagesIn(database: Database): Messages {
  return {
    async want(videoId, owner, isWanted, now) {
      const at = isWanted ? now : null
      await database.run(
        idempotent(sql`
          UPDATE videos SET message_at = CASE WHEN ${isWanted ? 1 : 0} = 1 THEN COALESCE(message_at, ${at}) END
          WHERE video_id = ${videoId} AND owner = ${owner} AND message IS NULL AND deleted_at IS NULL
            AND unclaimed_since IS NULL`),
      )
    },

    async claim(now, until, limit, videoId) {
      // The condition on status and deleted_at is that of the index, word for word: only so it is used.
      const [rows = []] = await database.run(sql`
        UPDATE videos SET message_at = ${until}
        WHERE message_at <= ${now} AND video_id IN (
          SELECT video_id FROM videos
          WHERE message_at IS NOT NULL AND deleted_at IS NULL
            AND status IN ('Normal', 'Blocked', 'TranscodeFail', 'UploadFail', 'ProduceFail')
            AND message_at <= ${now} AND video_id = COALESCE(${videoId ?? null}, video_id)
          ORDER BY message_at LIMIT ${limit}
        )
        RETURNING video_id, owner, title, status, reason, sanction, verdict, created_at, message_failures`)
      return rows.map((row) => ({
        videoId: row.video_id as string,
        owner: row.owner as string,
        title: row.title as string,
        status: row.status as VideoStatus,
        reason: reasonOf(row),
        createdAt: row.created_at as number,
        failures: row.message_failures as number,
      }))
    },

    async settle(videoId, until, outcome) {
      await database.run(
        idempotent(sql`
          UPDATE videos SET message_at = NULL, message = ${outcome}
          WHERE video_id = ${videoId} AND message_at = ${until}`),
      )
    },

    async failed(videoId, until, failures, at) {
      await database.run(
        idempotent(sql`
          UPDATE videos SET message_at = ${at}, message_failures = ${failures}
          WHERE video_id = ${videoId} AND message_at = ${until}`),
      )
    },
  }
}
