import { type Database, sql } from './database'

/** Calls by the minute, for all machines together. */
export interface CallCounts {
  /** Counts one more, and gives how many there have been in this minute. */
  count(counted: string, now: number): Promise<number>
}

/** Milliseconds. */
export const MINUTE_MS = 60_000

export function callCountsIn(database: Database): CallCounts {
  return {
    async count(counted, now) {
      const minute = Math.floor(now / MINUTE_MS)
      const [rows] = await database.run(sql`
        INSERT INTO call_counts (counted, minute, calls) VALUES (${counted}, ${minute}, 1)
        ON CONFLICT (counted, minute) DO UPDATE SET calls = call_counts.calls + 1
        RETURNING calls`)
      return rows?.[0]?.calls as number
    },
  }
}
