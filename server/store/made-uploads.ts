import { type Database, idempotent, sql } from './database'
import { PLACE_MS } from './videos'

/** What a call with an Idempotency-Key has come to. */
export type MadeUpload =
  | { state: 'none' }
  /** Another call with this key is making the video. */
  | { state: 'under_way' }
  /** The key was used for another request. */
  | { state: 'other_request' }
  | { state: 'made'; videoId: string; isDeleted: boolean }

/** Which video was made by which Idempotency-Key of a user. */
export interface MadeUploads {
  /** @param request a hash of what the call asks for, to tell a repetition from another request with the same key */
  find(owner: string, key: string, request: string, now: number): Promise<MadeUpload>
}

export function madeUploadsIn(database: Database): MadeUploads {
  return {
    async find(owner, key, request, now) {
      // A place whose call has ended without giving it back would keep the key for ever.
      const [, rows] = await database.run(
        idempotent(sql`
          DELETE FROM videos WHERE owner = ${owner} AND idempotency_key = ${key}
            AND status = 'Reserved' AND created_at < ${now - PLACE_MS}`),
        sql`
          SELECT video_id, status, deleted_at, idempotency_request FROM videos
          WHERE owner = ${owner} AND idempotency_key = ${key}`,
      )
      const row = rows?.[0]
      if (!row) return { state: 'none' }
      if (row.idempotency_request !== request) return { state: 'other_request' }
      if (row.status === 'Reserved') return { state: 'under_way' }
      return { state: 'made', videoId: row.video_id as string, isDeleted: row.deleted_at !== null }
    },
  }
}
