import { type DailyLimits, startOfDay } from '../limits/daily'
import { nextCheckAt } from '../video/check-time'
import type { Details, NewVideo, Video, VideoStatus } from '../video/video'
import { aloneFor, type Database, idempotent, type Row, sql } from './database'

/**
 * How long a place is held for a video that VOD is making. Making it takes at most UPSTREAM_TIMEOUT_MS (30 s) and a few
 * calls of the database; a place that is older belongs to a call that has ended without giving it back.
 */
export const PLACE_MS = 2 * 60 * 1000

/**
 * Whose video is whose. A caller names the owner in every question, so that nothing of anybody else can come back; all
 * but `findShared`, which is for who has proved that the owner has shared the video.
 */
export interface Videos {
  /**
   * Registers a video with its owner, if that keeps within the day's limits. One owner's calls at the same moment
   * wait for each other, so that they cannot exceed them together.
   */
  register(video: NewVideo, limits: DailyLimits, now: number): Promise<'registered' | 'taken' | 'over_limit'>
  /**
   * Keeps a video that has arrived with its owner's mark. It counts whatever the limits are, and the owner does not see
   * it before `claim`. Changes nothing if somebody has or had this video.
   */
  adopt(video: NewVideo, now: number): Promise<void>
  /** Registers an adopted video, once; changes nothing if there is no such one of this owner. */
  claim(videoId: string, owner: string, title: string): Promise<void>
  /** Holds the place of a video that is about to be made, within the day's limits; gives the place's name. */
  reserve(video: Omit<NewVideo, 'videoId'>, limits: DailyLimits, now: number): Promise<string | undefined>
  /** Gives the place to the video that was made. */
  fill(place: string, videoId: string): Promise<void>
  /** Gives the place back. */
  release(place: string): Promise<void>
  /** What the owner may still upload on this day; where one of them is 0, nothing more would be registered. */
  left(owner: string, limits: DailyLimits, now: number): Promise<DailyLimits>
  find(videoId: string, owner: string): Promise<Video | undefined>
  findShared(videoId: string): Promise<Video | undefined>
  /** Whether anybody has or had this video. */
  isKnown(videoId: string): Promise<boolean>
  /** Newest first, from after the given one. */
  list(owner: string, after: Position | undefined, limit: number): Promise<Video[]>
  /** Keeps what the owner says of it, which nothing that is heard of VOD replaces. */
  change(videoId: string, owner: string, details: Details, now: number): Promise<void>
  /** Forgets what the owner sees of it; false if there is no such video of this owner. */
  remove(videoId: string, owner: string, now: number): Promise<boolean>
}

/** A place in a user's list. */
export interface Position {
  /** Milliseconds since 1970. */
  createdAt: number
  videoId: string
}

/**
 * Rows of a day are read up to the limit and no further: with STS tokens a day can have any number of them, and that it
 * is over says the first.
 */
export function videosIn(database: Database): Videos {
  const insert = async (video: NewVideo, status: string, limits: DailyLimits, now: number) => {
    const { videoId, owner, title, size, method, idempotency } = video
    const [rows] = await database.run(
      aloneFor(
        owner,
        sql`
      INSERT INTO videos (
        video_id, owner, title, size, method, status, created_at, updated_at, checked_at, counted_at, next_check_at,
        idempotency_key, idempotency_request
      )
      SELECT ${videoId}, ${owner}, ${title}, CAST(${size} AS BIGINT), ${method}, ${status},
        CAST(${now} AS BIGINT), CAST(${now} AS BIGINT), CAST(${now} AS BIGINT), CAST(${now} AS BIGINT),
        CAST(${nextCheckAt('Uploading', now, now)} AS BIGINT), ${idempotency?.key ?? null}, ${idempotency?.request ?? null}
      WHERE (
        SELECT COUNT(*) < ${limits.uploads} AND COALESCE(SUM(size), 0) + ${size} <= ${limits.bytes}
        FROM (
          SELECT size FROM videos WHERE owner = ${owner} AND counted_at >= ${startOfDay(now)}
            AND NOT (status = 'Reserved' AND created_at < ${now - PLACE_MS})
          LIMIT ${limits.uploads}
        ) today
      )
      ON CONFLICT DO NOTHING
      RETURNING video_id`,
      ),
    )
    return rows?.length === 1
  }

  const isKnown = async (videoId: string) => {
    const [rows] = await database.run(sql`SELECT 1 FROM videos WHERE video_id = ${videoId}`)
    return rows?.length === 1
  }

  return {
    isKnown,

    async register(video, limits, now) {
      if (await insert(video, 'Uploading', limits, now)) return 'registered'
      return (await isKnown(video.videoId)) ? 'taken' : 'over_limit'
    },

    async adopt({ videoId, owner, title, size, method }, now) {
      await database.run(
        idempotent(sql`
          INSERT INTO videos (
            video_id, owner, title, size, method, status, created_at, updated_at, checked_at, counted_at, next_check_at,
            unclaimed_since
          )
          VALUES (
            ${videoId}, ${owner}, ${title}, ${size}, ${method}, 'Uploading', ${now}, ${now}, ${now}, ${now},
            ${nextCheckAt('Uploading', now, now)}, ${now}
          )
          ON CONFLICT DO NOTHING`),
      )
    },

    async claim(videoId, owner, title) {
      await database.run(
        idempotent(sql`
          UPDATE videos SET unclaimed_since = NULL, title = ${title}
          WHERE video_id = ${videoId} AND owner = ${owner} AND unclaimed_since IS NOT NULL AND deleted_at IS NULL`),
      )
    },

    async reserve(video, limits, now) {
      // A colon is in no id that a client can send, or VOD gives.
      const place = `reserved:${crypto.randomUUID()}`
      return (await insert({ ...video, videoId: place }, 'Reserved', limits, now)) ? place : undefined
    },

    async fill(place, videoId) {
      await database.run(
        idempotent(sql`UPDATE videos SET video_id = ${videoId}, status = 'Uploading' WHERE video_id = ${place}`),
      )
    },

    async release(place) {
      await database.run(idempotent(sql`DELETE FROM videos WHERE video_id = ${place} AND status = 'Reserved'`))
    },

    async left(owner, limits, now) {
      const [rows] = await database.run(sql`
        SELECT COUNT(*) AS uploads, COALESCE(SUM(size), 0) AS bytes
        FROM (
          SELECT size FROM videos WHERE owner = ${owner} AND counted_at >= ${startOfDay(now)}
            AND NOT (status = 'Reserved' AND created_at < ${now - PLACE_MS})
          LIMIT ${limits.uploads}
        ) today`)
      return {
        uploads: Math.max(limits.uploads - Number(rows?.[0]?.uploads), 0),
        bytes: Math.max(limits.bytes - Number(rows?.[0]?.bytes), 0),
      }
    },

    async find(videoId, owner) {
      const [rows] = await database.run(sql`
        SELECT * FROM videos
        WHERE video_id = ${videoId} AND owner = ${owner} AND deleted_at IS NULL AND unclaimed_since IS NULL`)
      return rows?.[0] && toVideo(rows[0])
    },

    async findShared(videoId) {
      const [rows] = await database.run(sql`
        SELECT * FROM videos WHERE video_id = ${videoId} AND deleted_at IS NULL AND unclaimed_since IS NULL`)
      return rows?.[0] && toVideo(rows[0])
    },

    async list(owner, after, limit) {
      const { createdAt, videoId } = after ?? { createdAt: Number.MAX_SAFE_INTEGER, videoId: '' }
      const [rows] = await database.run(sql`
        SELECT * FROM videos
        WHERE owner = ${owner} AND deleted_at IS NULL AND unclaimed_since IS NULL AND status <> 'Reserved'
          AND (created_at, video_id) < (${createdAt}, ${videoId})
        ORDER BY created_at DESC, video_id DESC LIMIT ${limit}`)
      return (rows ?? []).map(toVideo)
    },

    async change(videoId, owner, { title, description, tags, categoryId, coverUrl }, now) {
      await database.run(
        idempotent(sql`
          UPDATE videos SET
            title = COALESCE(${title ?? null}, title),
            description = COALESCE(${description ?? null}, description),
            tags = COALESCE(${tags?.join() ?? null}, tags),
            category_id = CASE WHEN ${categoryId === undefined ? 1 : 0} = 1 THEN category_id ELSE ${categoryId ?? null} END,
            chosen_cover_url = COALESCE(${coverUrl ?? null}, chosen_cover_url),
            updated_at = ${now}
          WHERE video_id = ${videoId} AND owner = ${owner} AND deleted_at IS NULL AND unclaimed_since IS NULL`),
      )
    },

    async remove(videoId, owner, now) {
      const [rows] = await database.run(
        idempotent(sql`
          UPDATE videos SET deleted_at = ${now}, updated_at = ${now}, title = '', cover_url = NULL, description = '',
            tags = '', category_id = NULL, chosen_cover_url = NULL, reason = NULL, message_at = NULL
          WHERE video_id = ${videoId} AND owner = ${owner} AND deleted_at IS NULL AND unclaimed_since IS NULL
          RETURNING video_id`),
      )
      return rows?.length === 1
    },
  }
}

function toVideo(row: Row): Video {
  return {
    videoId: row.video_id as string,
    title: row.title as string,
    description: row.description as string,
    tags: (row.tags as string).split(',').filter((tag) => tag !== ''),
    categoryId: row.category_id as string | null,
    size: row.size as number,
    status: row.status as VideoStatus,
    reason: reasonOf(row),
    coverUrl: (row.chosen_cover_url ?? row.cover_url) as string | null,
    duration: row.duration as number | null,
    createdAt: new Date(row.created_at as number).toISOString(),
  }
}

/** Where this service has blocked it, the limit that it breaks says more than what VOD repeats of that. */
export function reasonOf({ status, sanction, verdict, reason }: Row): string | null {
  if (status !== 'Blocked') return null
  return (sanction === 'blocked' ? verdict : reason) as string | null
}
