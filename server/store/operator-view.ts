import { startOfDay } from '../limits/daily'
import { type Database, type Row, sql } from './database'
import type { Position } from './videos'

/** A video as the operator sees it. Times are ISO 8601 UTC. */
export interface OperatorVideo {
  videoId: string
  owner: string
  title: string
  /** Bytes. */
  size: number
  status: string
  method: string
  createdAt: string
  updatedAt: string
  /** When VOD was last asked about it. */
  checkedAt: string
  /** Since when it is here without a registration. */
  unclaimedSince: string | null
  deletedAt: string | null
  /** ok, file_too_large, video_too_long, over_daily_limit or unclaimed; null: not judged yet. */
  verdict: string | null
  /** reported, blocked or deleted. */
  sanction: string | null
}

export interface OperatorOrphan {
  videoId: string
  announcedAt: string
  /** orphaned or foreign; null: VOD has not been asked yet. */
  verdict: string | null
  sanction: string | null
}

/** What one user has used up of a day (UTC). */
export interface Usage {
  uploads: number
  /** Bytes. */
  bytes: number
  tokens: number
}

/** How long a video may be on its way before it counts as stuck, by the status it is stuck in. */
const STUCK_AFTER_MS: readonly [status: string, ms: number][] = [
  ['Uploading', 24 * 60 * 60 * 1000],
  ['UploadSucc', 60 * 60 * 1000],
  ['Transcoding', 6 * 60 * 60 * 1000],
  ['Checking', 24 * 60 * 60 * 1000],
]

/** Reads the state of the service, for its operator. Nothing here is bound to one user: no route of a user may call it. */
export interface OperatorView {
  /** Newest first, deleted and unclaimed ones among them. */
  videosOf(owner: string, after: Position | undefined, limit: number): Promise<OperatorVideo[]>
  usageOf(owner: string, now: number): Promise<Usage>
  /** Newest first. */
  orphans(limit: number): Promise<OperatorOrphan[]>
  /** Oldest first. */
  unclaimed(limit: number): Promise<OperatorVideo[]>
  /** By status, oldest first; `limit` of each status. */
  stuck(now: number, limit: number): Promise<OperatorVideo[]>
}

export function operatorViewOf(database: Database): OperatorView {
  return {
    async videosOf(owner, after, limit) {
      const { createdAt, videoId } = after ?? { createdAt: Number.MAX_SAFE_INTEGER, videoId: '' }
      const [rows = []] = await database.run(sql`
        SELECT * FROM videos WHERE owner = ${owner} AND (created_at, video_id) < (${createdAt}, ${videoId})
        ORDER BY created_at DESC, video_id DESC LIMIT ${limit}`)
      return rows.map(toVideo)
    },

    async usageOf(owner, now) {
      const today = startOfDay(now)
      const [videos, tokens] = await database.run(
        sql`
          SELECT COUNT(*) AS uploads, COALESCE(SUM(size), 0) AS bytes FROM videos
          WHERE owner = ${owner} AND counted_at >= ${today}`,
        sql`SELECT tokens FROM issued_tokens WHERE owner = ${owner} AND day = ${today}`,
      )
      return {
        uploads: videos?.[0]?.uploads as number,
        bytes: videos?.[0]?.bytes as number,
        tokens: (tokens?.[0]?.tokens as number | undefined) ?? 0,
      }
    },

    async orphans(limit) {
      const [rows = []] = await database.run(sql`SELECT * FROM orphans ORDER BY announced_at DESC LIMIT ${limit}`)
      return rows.map((row) => ({
        videoId: row.video_id as string,
        announcedAt: time(row.announced_at),
        verdict: row.verdict as string | null,
        sanction: row.sanction as string | null,
      }))
    },

    async unclaimed(limit) {
      const [rows = []] = await database.run(sql`
        SELECT * FROM videos WHERE unclaimed_since IS NOT NULL ORDER BY unclaimed_since LIMIT ${limit}`)
      return rows.map(toVideo)
    },

    async stuck(now, limit) {
      // The first two conditions are those of the index, word for word: only so it is used.
      const rows = await database.run(
        ...STUCK_AFTER_MS.map(
          ([status, ms]) => sql`
            SELECT * FROM videos
            WHERE status IN ('Uploading', 'UploadSucc', 'Transcoding', 'Checking') AND deleted_at IS NULL
              AND status = ${status} AND created_at < ${now - ms}
            ORDER BY created_at LIMIT ${limit}`,
        ),
      )
      return rows.flat().map(toVideo)
    },
  }
}

function toVideo(row: Row): OperatorVideo {
  return {
    videoId: row.video_id as string,
    owner: row.owner as string,
    title: row.title as string,
    size: row.size as number,
    status: row.status as string,
    method: row.method as string,
    createdAt: time(row.created_at),
    updatedAt: time(row.updated_at),
    checkedAt: time(row.checked_at),
    unclaimedSince: timeOrNull(row.unclaimed_since),
    deletedAt: timeOrNull(row.deleted_at),
    verdict: row.verdict as string | null,
    sanction: row.sanction as string | null,
  }
}

const time = (ms: unknown) => new Date(ms as number).toISOString()
const timeOrNull = (ms: unknown) => (ms === null ? null : time(ms))
