import { startOfDay } from '../limits/daily'
import { type Database, sql } from './database'

/** How many STS tokens, and places for covers, each user gets in a day (UTC). */
export interface TokenCounts {
  /** Counts one more, unless that exceeds the limit. One statement, so that calls at the same moment cannot either. */
  take(owner: string, limit: number, now: number): Promise<boolean>
  /** Takes one back that was counted and then not issued. */
  giveBack(owner: string, now: number): Promise<void>
  /** Counts one more cover, unless that exceeds the limit. */
  takeCover(owner: string, limit: number, now: number): Promise<boolean>
}

export function tokenCountsIn(database: Database): TokenCounts {
  return {
    async take(owner, limit, now) {
      const today = startOfDay(now)
      const [, rows] = await database.run(
        sql`DELETE FROM issued_tokens WHERE owner = ${owner} AND day < ${today}`,
        sql`
          INSERT INTO issued_tokens (owner, day, tokens) VALUES (${owner}, ${today}, 1)
          ON CONFLICT (owner, day) DO UPDATE SET tokens = issued_tokens.tokens + 1
          WHERE issued_tokens.tokens < ${limit}
          RETURNING tokens`,
      )
      return rows?.length === 1
    },

    async giveBack(owner, now) {
      await database.run(sql`
        UPDATE issued_tokens SET tokens = tokens - 1
        WHERE owner = ${owner} AND day = ${startOfDay(now)} AND tokens > 0`)
    },

    async takeCover(owner, limit, now) {
      const [rows] = await database.run(sql`
        INSERT INTO issued_tokens (owner, day, tokens, covers) VALUES (${owner}, ${startOfDay(now)}, 0, 1)
        ON CONFLICT (owner, day) DO UPDATE SET covers = issued_tokens.covers + 1
        WHERE issued_tokens.covers < ${limit}
        RETURNING covers`)
      return rows?.length === 1
    },
  }
}
