import { type Database, sql } from './database'

/** How much the scheduled job has before it. */
export interface QueueState {
  /** Videos that are not settled yet, by status. */
  onTheirWay: Readonly<Record<string, number>>
  /** How long the one has waited, milliseconds, that VOD should have been asked about first; 0: nothing waits. */
  lagMs: number
}

/** Reads it by the indexes of the videos on their way, which are few, however many there are in all. */
export async function queueStateIn(database: Database, now: number): Promise<QueueState> {
  // The condition is that of the indexes, word for word: only so they are used.
  const [counts = [], first = []] = await database.run(
    sql`
      SELECT status, COUNT(*) AS videos FROM videos
      WHERE status IN ('Uploading', 'UploadSucc', 'Transcoding', 'Checking') AND deleted_at IS NULL
      GROUP BY status`,
    sql`
      SELECT MIN(next_check_at) AS due_at FROM videos
      WHERE status IN ('Uploading', 'UploadSucc', 'Transcoding', 'Checking') AND deleted_at IS NULL`,
  )
  const dueAt = first[0]?.due_at
  return {
    onTheirWay: Object.fromEntries(counts.map(({ status, videos }) => [String(status), Number(videos)])),
    lagMs: typeof dueAt === 'number' ? Math.max(0, now - dueAt) : 0,
  }
}
