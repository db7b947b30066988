import type { Database } from '../../../server/store/database'

/** How a database is filled, and how much of it has fallen due. */
export interface Contents {
  videos: number
  eventsAVideo: number
  /** Videos whose events have fallen due, anywhere among the others. */
  due: number
  /** Videos that VOD has to be asked about. */
  toCheck: number
}

/** Videos of one statement. */
const CHUNK = 10_000

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** As long as VOD's bodies are, which hold URLs and names of what it has made. */
const BODY = JSON.stringify({ EventType: 'StreamTranscodeComplete', FileUrl: 'u'.repeat(200), Extend: 'x'.repeat(250) })

/** Fills tables that are empty: finished videos with their events, most of them younger than what falls due. */
export async function fill(database: Database, { videos, eventsAVideo, due, toCheck }: Contents): Promise<void> {
  const now = Date.now()
  const every = (count: number) => Math.max(1, Math.floor(videos / count))
  for (let from = 0; from < videos; from += CHUNK) {
    const to = Math.min(from + CHUNK, videos)
    const numbers = `WITH RECURSIVE n(i) AS (SELECT ${from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${to})`
    // One after the other, so that it is filled in minutes; what is due lies apart, each in a page of its own.
    const id = `printf('%032x', i)`
    const isDue = `i % ${every(due)} = 0 AND i / ${every(due)} < ${due}`
    await database.run({
      sql: `${numbers}
        INSERT INTO videos
          (video_id, owner, title, size, method, status, cover_url, duration, created_at, updated_at, checked_at,
           next_check_at, events_seen)
        SELECT ${id}, printf('oBench%022d', i / 50), 'Holiday at the sea', 12345678, 'sts',
          CASE WHEN i % ${every(toCheck)} = 1 THEN 'Transcoding' ELSE 'Normal' END,
          'http://outin-bench.oss-cn-shanghai.aliyuncs.com/' || ${id} || '/cover.jpg', 61.5,
          ? - (i % 600000) * 1000, ?, ?, CASE WHEN i % ${every(toCheck)} = 1 THEN 0 ELSE ? END, ${eventsAVideo}
        FROM n`,
      values: [now, now, now, now + DAY_MS],
    })
    await database.run({
      sql: `${numbers}, k(j) AS (SELECT 0 UNION ALL SELECT j + 1 FROM k WHERE j + 1 < ${eventsAVideo})
        INSERT INTO events (media_id, type, time, variant, received_at, facts, body)
        SELECT ${id},
          CASE j WHEN 0 THEN 'FileUploadComplete' WHEN 1 THEN 'VideoAnalysisComplete' WHEN 2 THEN 'SnapshotComplete'
            ELSE 'StreamTranscodeComplete' END,
          1700000000000 + j * 1000, CASE WHEN j < 3 THEN '' ELSE 'job' || j END,
          CASE WHEN ${isDue} THEN ? ELSE ? + (i % 500000) * 1000 END,
          CASE j WHEN 0 THEN '{"status":"UploadSucc","size":12345678}' WHEN 1 THEN '{"duration":61.5}'
            WHEN 2 THEN '{"coverUrl":"http://outin-bench.oss-cn-shanghai.aliyuncs.com/cover.jpg"}'
            ELSE '{"status":"Transcoding","duration":61.5}' END,
          ?
        FROM n, k`,
      values: [now - 8 * DAY_MS, now - 6 * DAY_MS, BODY],
    })
  }
}
