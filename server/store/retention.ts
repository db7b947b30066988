import { startOfDay } from '../limits/daily'
import { type FoldedEvents, foldOf } from '../video/video-state'
import { MINUTE_MS } from './call-counts'
import { type Database, idempotent, placeholders, type Statement, sql } from './database'
import { type KnownEvents, toKnownEvents, updateVideo } from './events'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** A place that nobody has filled or given back after this long was lost with the process that took it. It counts no more. */
const LOST_PLACE_MS = DAY_MS
/** A deleted video's row keeps others from claiming it, and counts for the day, longer than a token can be good. */
const DELETED_MS = 2 * DAY_MS
/** What was counted this long ago is no part of this day any more. A file may arrive after its video was deleted. */
const COUNTED_MS = DAY_MS
/** How long an orphan is remembered, for the operator. */
const ORPHAN_MS = 30 * DAY_MS

/** Events that a batch looks at for each video of its limit: about as many as a finished video has. */
const ROWS_A_VIDEO = 6

/** What one batch has cleared away. */
export interface Cleared {
  videos: number
  events: number
  /** Orphans, and counts of former days' tokens and former minutes' calls. */
  others: number
}

/** Clears away what nobody needs any more. */
export interface Retention {
  /**
   * One batch: up to `limit` lost places, rows of deleted videos, and videos with events that came before `eventsBefore`;
   * also old orphans and counts of tokens. The events of a registered video are folded into its row; of what they come to
   * nothing is lost, but for its Idempotency-Key: nobody repeats a call so late. Its work is what has
   * fallen due, up to the limit: it goes by indexes, and finds nothing that it then leaves. All zero where nothing is due.
   */
  clear(now: number, eventsBefore: number, limit: number): Promise<Cleared>
}

export function retentionIn(database: Database, maxSeconds?: number): Retention {
  return {
    async clear(now, eventsBefore, limit) {
      const rowLimit = ROWS_A_VIDEO * limit
      const [places = [], deleted = [], nobodys = [], orphans = [], tokens = [], calls = [], due = []] =
        await database.run(
          idempotent(sql`
          DELETE FROM videos WHERE video_id IN (
            SELECT video_id FROM videos WHERE status = 'Reserved' AND created_at < ${now - LOST_PLACE_MS}
            ORDER BY created_at LIMIT ${limit}
          ) RETURNING video_id`),
          idempotent(sql`
          DELETE FROM videos WHERE video_id IN (
            SELECT video_id FROM videos WHERE deleted_at IS NOT NULL AND deleted_at < ${now - DELETED_MS}
              AND counted_at < ${now - COUNTED_MS}
            ORDER BY deleted_at LIMIT ${limit}
          ) RETURNING video_id`),
          idempotent(sql`
          DELETE FROM events WHERE (media_id, type, time, variant) IN (
            SELECT media_id, type, time, variant FROM events WHERE received_at < ${eventsBefore}
            ORDER BY received_at LIMIT ${rowLimit}
          ) AND NOT EXISTS (SELECT 1 FROM videos WHERE video_id = media_id)
          RETURNING type`),
          idempotent(sql`
          DELETE FROM orphans WHERE video_id IN (
            SELECT video_id FROM orphans WHERE announced_at < ${now - ORPHAN_MS} ORDER BY announced_at LIMIT ${rowLimit}
          ) RETURNING video_id`),
          idempotent(sql`
          DELETE FROM issued_tokens WHERE (owner, day) IN (
            SELECT owner, day FROM issued_tokens WHERE day < ${startOfDay(now)} ORDER BY day LIMIT ${rowLimit}
          ) RETURNING day`),
          idempotent(sql`
          DELETE FROM call_counts WHERE (counted, minute) IN (
            SELECT counted, minute FROM call_counts WHERE minute < ${Math.floor(now / MINUTE_MS)}
            ORDER BY minute LIMIT ${rowLimit}
          ) RETURNING minute`),
          sql`SELECT media_id FROM events WHERE received_at < ${eventsBefore} ORDER BY received_at LIMIT ${rowLimit}`,
        )
      const videoIds = [...new Set(due.map((row) => row.media_id as string))].slice(0, limit)
      const folded = videoIds.length > 0 ? await foldAway(database, videoIds, now, maxSeconds) : 0
      return {
        videos: places.length + deleted.length,
        events: nobodys.length + folded,
        others: orphans.length + tokens.length + calls.length,
      }
    },
  }
}

/** Removes all events of these videos, also the younger ones, so that no video is left with a part of them. */
async function foldAway(database: Database, videoIds: string[], now: number, maxSeconds?: number): Promise<number> {
  const marks = placeholders(videoIds)
  const [events = [], videos = []] = await database.run(
    { sql: `SELECT media_id, type, time, variant, facts FROM events WHERE media_id IN (${marks})`, values: videoIds },
    {
      sql: `SELECT video_id, folded, events_folded, events_seen, created_at FROM videos WHERE video_id IN (${marks})`,
      values: videoIds,
    },
  )
  const eventsOf = Map.groupBy(events, (row) => row.media_id as string)
  const removed = await database.run(
    ...videos.flatMap((video) => {
      const videoId = video.video_id as string
      const known = toKnownEvents(eventsOf.get(videoId) ?? [], [video])
      return [...(known.isBehind ? [updateVideo(videoId, known, now, maxSeconds)] : []), ...fold(videoId, known)]
    }),
  )
  return removed.reduce((sum, rows) => sum + rows.length, 0)
}

/**
 * The row takes its events in, and they go, if no other has come meanwhile; else they are left for the next time. All of
 * it is one transaction, so that nobody sees a half of it.
 */
function fold(videoId: string, { kept, folded, seen }: KnownEvents): Statement[] {
  const time = Math.max(folded?.time ?? 0, ...kept.map((event) => event.time))
  const all = JSON.stringify({ time, fold: foldOf(kept, folded) } satisfies FoldedEvents)
  return [
    idempotent(sql`
      UPDATE videos SET folded = ${all}, events_folded = ${seen}, idempotency_key = NULL, idempotency_request = NULL
      WHERE video_id = ${videoId} AND events_folded = ${seen - kept.length}
        AND (SELECT COUNT(*) FROM events WHERE media_id = ${videoId}) = ${kept.length}`),
    idempotent(sql`
      DELETE FROM events WHERE media_id = ${videoId}
        AND EXISTS (SELECT 1 FROM videos WHERE video_id = ${videoId} AND events_folded = ${seen})
      RETURNING type`),
  ]
}
