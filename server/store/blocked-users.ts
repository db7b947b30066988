import { type Database, idempotent, sql } from './database'

/** Whom the operator has shut out. */
export interface BlockedUserStore {
  /** At most LISTED of them, those first that were blocked last. */
  list(): Promise<string[]>
  block(owner: string, now: number): Promise<void>
  unblock(owner: string): Promise<void>
}

/** So many are kept in memory, some 100 bytes each. Whoever has more to shut out has to do so at the login. */
const LISTED = 10_000

export function blockedUsersIn(database: Database): BlockedUserStore {
  return {
    async list() {
      const [rows = []] = await database.run(sql`
        SELECT owner FROM blocked_users ORDER BY blocked_at DESC LIMIT ${LISTED}`)
      return rows.map((row) => row.owner as string)
    },

    async block(owner, now) {
      await database.run(
        idempotent(sql`INSERT INTO blocked_users (owner, blocked_at) VALUES (${owner}, ${now}) ON CONFLICT DO NOTHING`),
      )
    },

    async unblock(owner) {
      await database.run(idempotent(sql`DELETE FROM blocked_users WHERE owner = ${owner}`))
    },
  }
}
