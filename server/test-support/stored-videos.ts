import { type Row, sql } from '../store/database'
import { runtime } from './runtime'

const { database } = runtime

/** Makes a video look as if all of it had happened so many milliseconds ago, its events too. */
export async function age(videoId: string, ms: number): Promise<void> {
  await database.run(
    sql`
      UPDATE videos SET
        created_at = created_at - ${ms}, updated_at = updated_at - ${ms}, checked_at = checked_at - ${ms},
        next_check_at = next_check_at - ${ms}, not_found_since = not_found_since - ${ms},
        deleted_at = deleted_at - ${ms}, counted_at = counted_at - ${ms}, review_at = review_at - ${ms},
        unclaimed_since = unclaimed_since - ${ms}
      WHERE video_id = ${videoId}`,
    sql`UPDATE events SET received_at = received_at - ${ms} WHERE media_id = ${videoId}`,
  )
}

/** All that is kept of a video. */
export async function stored(videoId: string): Promise<{ video: Row | undefined; events: Row[] }> {
  const [videos = [], events = []] = await database.run(
    sql`SELECT * FROM videos WHERE video_id = ${videoId}`,
    sql`SELECT * FROM events WHERE media_id = ${videoId} ORDER BY time`,
  )
  return { video: videos[0], events }
}

/** Leaves nothing of other tests that the job could find. */
export async function forgetAll(): Promise<void> {
  const tables = ['videos', 'events', 'orphans', 'issued_tokens', 'leases']
  await database.run(...tables.map((table) => ({ sql: `DELETE FROM ${table}`, values: [] })))
}
