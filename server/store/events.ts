import { nextCheckAt } from '../video/check-time'
import { type Facts, type StateEvent, soundFacts, type VodEvent } from '../video/facts'
import { ANSWER } from '../video/video-info'
import { type Fold, type FoldedEvents, foldOf, stateOf } from '../video/video-state'
import { aloneFor, type Database, idempotent, type Row, sql } from './database'

/** What the events of a video tell beyond its state. */
export interface Knowledge {
  /** Whether they carry the size that VOD has counted; until then, a video has the size that its owner declared. */
  hasCountedSize: boolean
  /** Whether VOD has announced the end of the video: nothing that is heard later takes that back. */
  isGoneForGood: boolean
}

/** Events by video, type and time, and what they make of the videos. */
export interface Events {
  /**
   * Keeps an event and brings its video up to date. One that is known already changes nothing; `altered` says that its
   * facts differ from those of the first time.
   */
  record(event: VodEvent, now: number): Promise<'new' | 'known' | 'altered'>
  /**
   * Keeps an answer of VOD's in the place of the one before, and brings its video up to date. Writes nothing where it
   * says nothing new, so that asking again and again adds nothing.
   */
  recordAnswer(answer: VodEvent, now: number): Promise<void>
  /** Brings a video up to date that has come after its events. */
  apply(videoId: string, now: number): Promise<void>
  knowledgeOf(videoId: string): Promise<Knowledge>
}

/** The events of a video that are kept, and what those come to that are not. */
export interface KnownEvents {
  kept: StateEvent[]
  folded: FoldedEvents | undefined
  /** How many there have been of both. */
  seen: number
  /** The video does not show all of them: the call that has brought one is under way still, or has ended before. */
  isBehind: boolean
  /** When the video was registered, milliseconds since 1970; undefined where nobody has registered it. */
  createdAt: number | undefined
}

const keptEventsOf = (mediaId: string) => sql`SELECT type, time, variant, facts FROM events WHERE media_id = ${mediaId}`

const foldedEventsOf = (mediaId: string) =>
  sql`SELECT folded, events_folded, events_seen, created_at FROM videos WHERE video_id = ${mediaId}`

/** Reads what `keptEventsOf` and `foldedEventsOf` have found. */
export function toKnownEvents(kept: Row[], [video]: Row[]): KnownEvents {
  const folded = typeof video?.folded === 'string' ? (JSON.parse(video.folded) as FoldedEvents) : undefined
  const seen = kept.length + Number(video?.events_folded ?? 0)
  return {
    kept: kept.map(toEvent),
    folded,
    seen,
    isBehind: video !== undefined && Number(video.events_seen) < seen,
    createdAt: video?.created_at as number | undefined,
  }
}

/** @param maxSeconds a video that turns out to be longer is judged once more; undefined: any length is fine */
export function eventsIn(database: Database, maxSeconds?: number): Events {
  const known = async (mediaId: string) => {
    const [kept = [], video = []] = await database.run(keptEventsOf(mediaId), foldedEventsOf(mediaId))
    return toKnownEvents(kept, video)
  }

  const update = async (mediaId: string, events: KnownEvents, now: number) => {
    if (events.seen > 0 && events.createdAt !== undefined)
      await database.run(updateVideo(mediaId, events, now, maxSeconds))
  }

  return {
    async record(event, now) {
      const { mediaId, type, time, variant } = event
      const [added = [], kept = [], video = []] = await database.run(
        aloneFor(mediaId, insertEvent(event, now)),
        keptEventsOf(mediaId),
        foldedEventsOf(mediaId),
      )
      const events = toKnownEvents(kept, video)
      // Also where it is known: the call that has brought it may have ended before the video was updated.
      await update(mediaId, events, now)
      if (added.length > 0) return 'new'
      const first = kept.find((row) => row.type === type && row.time === time && row.variant === variant)
      return first?.facts === JSON.stringify(event.facts) ? 'known' : 'altered'
    },

    async recordAnswer(answer, now) {
      const { mediaId } = answer
      const events = await known(mediaId)
      const { kept, folded } = events
      if (isSame(foldOf(kept, folded), foldOf([...kept, answer], folded))) {
        if (events.isBehind) await update(mediaId, events, now)
        return
      }
      // The answer before counts on as one that has been seen, so that what has been seen never gets less.
      const [, , , rows = [], video = []] = await database.run(
        idempotent(sql`
          UPDATE videos SET events_folded = events_folded + (
            SELECT COUNT(*) FROM events WHERE media_id = ${mediaId} AND type = ${ANSWER} AND time < ${answer.time}
          ) WHERE video_id = ${mediaId}`),
        idempotent(sql`
          DELETE FROM events WHERE media_id = ${mediaId} AND type = ${ANSWER} AND time < ${answer.time}`),
        aloneFor(mediaId, insertEvent(answer, now)),
        keptEventsOf(mediaId),
        foldedEventsOf(mediaId),
      )
      await update(mediaId, toKnownEvents(rows, video), now)
    },

    async apply(videoId, now) {
      await update(videoId, await known(videoId), now)
    },

    async knowledgeOf(videoId) {
      const { kept, folded } = await known(videoId)
      const { size, gone } = foldOf(kept, folded)
      return { hasCountedSize: size !== undefined && size > 0, isGoneForGood: gone === 'announced' }
    },
  }
}

function insertEvent({ mediaId, type, time, variant, facts, body }: VodEvent, now: number) {
  return idempotent(sql`
    INSERT INTO events (media_id, type, time, variant, received_at, facts, body)
    VALUES (${mediaId}, ${type}, ${time}, ${variant}, ${now}, ${JSON.stringify(facts)}, ${body})
    ON CONFLICT DO NOTHING RETURNING type`)
}

/**
 * Writes what the events of a video come to. Whoever has seen more of them wins: they are never taken back, so that of
 * two calls at the same moment the one with more has them all. Any event shows that VOD knows the video. What arrives for
 * a video that its owner has deleted counts, too.
 */
export function updateVideo(
  videoId: string,
  { kept, folded, seen, createdAt }: KnownEvents,
  now: number,
  maxSeconds = Number.POSITIVE_INFINITY,
) {
  const { status, size, duration, coverUrl, moderation, reason } = stateOf(foldOf(kept, folded))
  // The limit, where this is how the video comes to exceed it.
  const tooLong = duration !== undefined && duration > maxSeconds ? maxSeconds : undefined
  return idempotent(sql`
    UPDATE videos SET
      status = COALESCE(${status ?? null}, status),
      size = COALESCE(${size ?? null}, size),
      duration = COALESCE(${duration ?? null}, duration),
      cover_url = CASE WHEN deleted_at IS NULL THEN COALESCE(${coverUrl ?? null}, cover_url) END,
      reason = ${reason ?? null},
      moderation = COALESCE(${moderation ?? null}, moderation),
      counted_at = CASE WHEN CAST(${size ?? null} AS BIGINT) > size THEN ${now} ELSE counted_at END,
      review_at = CASE
        WHEN COALESCE(duration, 0) <= ${tooLong ?? -1} AND (verdict IS NULL OR verdict = 'ok') THEN ${now}
        WHEN CAST(${size ?? null} AS BIGINT) <> size THEN ${now}
        WHEN CAST(${size ?? null} AS BIGINT) IS NOT NULL AND review_at IS NULL AND verdict IS NULL THEN ${now}
        ELSE review_at
      END,
      updated_at = ${now},
      next_check_at = ${nextCheckAt(status ?? 'Uploading', createdAt ?? now, now)},
      not_found_count = 0,
      not_found_since = NULL,
      events_seen = ${seen}
    WHERE video_id = ${videoId} AND events_seen < ${seen}`)
}

/** Nothing heard means the same as that the file is awaited, and that nobody has blocked the video. */
function isSame(a: Fold, b: Fold): boolean {
  const [before, after] = [a, b].map((fold): Fold => ({ status: 'Uploading', blocked: false, ...fold }))
  const keys = Object.keys({ ...before, ...after }) as (keyof Fold)[]
  return keys.every((key) => before?.[key] === after?.[key])
}

function toEvent(row: Row): StateEvent {
  return {
    type: row.type as string,
    time: row.time as number,
    variant: row.variant as string,
    facts: soundFacts(JSON.parse(row.facts as string) as Facts),
  }
}
