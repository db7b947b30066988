import { type Facts, soundFacts, type VodEvent } from '../video/facts'
import { stateAfter } from '../video/video-state'
import { type Database, type Row, sql } from './database'

/** A video that has been on its way for a while. */
export interface DueVideo {
  videoId: string
  status: string
  /** Milliseconds since 1970. */
  createdAt: number
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** Events by video, type and time, and what they make of the videos. */
export interface Events {
  /**
   * Keeps an event and brings its video up to date. One that is known already changes nothing; `altered` says that its
   * facts differ from those of the first time.
   */
  record(event: VodEvent, now: number): Promise<'new' | 'known' | 'altered'>
  /** Brings a video up to date that has come after its events. */
  apply(videoId: string, now: number): Promise<void>
  /** Whether an event carries the size that VOD has counted; until then, a video has the size that its owner declared. */
  hasCountedSize(videoId: string): Promise<boolean>
  /** Videos on their way of which nothing has been heard for a while: the longer they take, the less often. */
  due(now: number, limit: number): Promise<DueVideo[]>
  markChecked(videoId: string, now: number): Promise<void>
  /** Clears away what nobody needs: lost places, rows of deleted videos, events of videos that nobody has registered. */
  purge(now: number): Promise<void>
}

export function eventsIn(database: Database): Events {
  const eventsOf = (mediaId: string) => sql`SELECT type, time, variant, facts FROM events WHERE media_id = ${mediaId}`

  /**
   * Writes what the events come to. Whoever has seen more of them wins: they are never taken back, so that of two calls
   * at the same moment the one with more has them all. What arrives for a video that its owner has deleted counts, too.
   */
  const update = async (mediaId: string, rows: Row[], now: number) => {
    const { status, size, duration, coverUrl, moderation } = stateAfter(rows.map(toEvent))
    await database.run(sql`
      UPDATE videos SET
        status = COALESCE(${status ?? null}, status),
        size = COALESCE(${size ?? null}, size),
        duration = COALESCE(${duration ?? null}, duration),
        cover_url = CASE WHEN deleted_at IS NULL THEN COALESCE(${coverUrl ?? null}, cover_url) END,
        moderation = COALESCE(${moderation ?? null}, moderation),
        counted_at = CASE WHEN CAST(${size ?? null} AS BIGINT) > size THEN ${now} ELSE counted_at END,
        review_at = CASE
          WHEN CAST(${size ?? null} AS BIGINT) <> size THEN ${now}
          WHEN CAST(${size ?? null} AS BIGINT) IS NOT NULL AND review_at IS NULL AND verdict IS NULL THEN ${now}
          ELSE review_at
        END,
        updated_at = ${now},
        events_seen = ${rows.length}
      WHERE video_id = ${mediaId} AND events_seen < ${rows.length}`)
  }

  return {
    async record(event, now) {
      const { mediaId, type, time, variant, body } = event
      const facts = JSON.stringify(event.facts)
      const [added = [], all = []] = await database.run(
        sql`
          INSERT INTO events (media_id, type, time, variant, received_at, facts, body)
          VALUES (${mediaId}, ${type}, ${time}, ${variant}, ${now}, ${facts}, ${body})
          ON CONFLICT DO NOTHING RETURNING type`,
        eventsOf(mediaId),
      )
      // Also where it is known: the call that has brought it may have ended before the video was updated.
      await update(mediaId, all, now)
      if (added.length > 0) return 'new'
      const first = all.find((row) => row.type === type && row.time === time && row.variant === variant)
      return first?.facts === facts ? 'known' : 'altered'
    },

    async apply(videoId, now) {
      const [rows = []] = await database.run(eventsOf(videoId))
      if (rows.length > 0) await update(videoId, rows, now)
    },

    async hasCountedSize(videoId) {
      const [rows] = await database.run(sql`
        SELECT 1 FROM events WHERE media_id = ${videoId} AND json_extract(facts, '$.size') > 0 LIMIT 1`)
      return rows?.length === 1
    },

    async due(now, limit) {
      const [rows = []] = await database.run(sql`
        SELECT video_id, status, created_at FROM videos
        WHERE status IN ('Uploading', 'UploadSucc', 'Transcoding', 'Checking') AND deleted_at IS NULL
          AND ${now} - MAX(checked_at, updated_at)
            > (${now} - created_at) / 4 + CASE status WHEN 'Uploading' THEN ${10 * MINUTE_MS} ELSE ${MINUTE_MS} END
        ORDER BY checked_at LIMIT ${limit}`)
      return rows.map((row) => ({
        videoId: row.video_id as string,
        status: row.status as string,
        createdAt: row.created_at as number,
      }))
    },

    async markChecked(videoId, now) {
      await database.run(sql`UPDATE videos SET checked_at = ${now} WHERE video_id = ${videoId}`)
    },

    async purge(now) {
      await database.run(
        sql`DELETE FROM videos WHERE status = 'Reserved' AND created_at < ${now - DAY_MS}`,
        sql`DELETE FROM videos WHERE deleted_at < ${now - 2 * DAY_MS}`,
        sql`
          DELETE FROM events WHERE received_at < ${now - 7 * DAY_MS}
            AND media_id NOT IN (SELECT video_id FROM videos)`,
      )
    },
  }
}

function toEvent(row: Row): Pick<VodEvent, 'type' | 'time' | 'variant' | 'facts'> {
  return {
    type: row.type as string,
    time: row.time as number,
    variant: row.variant as string,
    facts: soundFacts(JSON.parse(row.facts as string) as Facts),
  }
}
