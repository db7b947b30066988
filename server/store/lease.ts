import { type Database, idempotent, sql } from './database'

/** What only one may do at a time, whatever the number of processes that could. */
export interface Leases {
  /**
   * Takes a lease; false where somebody else has it. It ends by itself after `ms`, so that one who dies does not keep it.
   */
  take(name: string, holder: string, now: number, ms: number): Promise<boolean>
  /** Gives it back before its time. */
  giveBack(name: string, holder: string): Promise<void>
  /** Resolves where the database answers, and has its tables. */
  exist(): Promise<void>
}

export function leasesIn(database: Database): Leases {
  return {
    async take(name, holder, now, ms) {
      const [rows] = await database.run(
        idempotent(sql`
          INSERT INTO leases (name, holder, expires_at) VALUES (${name}, ${holder}, ${now + ms})
          ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
          WHERE leases.expires_at <= ${now} OR leases.holder = excluded.holder
          RETURNING name`),
      )
      return rows?.length === 1
    },

    async giveBack(name, holder) {
      await database.run(idempotent(sql`DELETE FROM leases WHERE name = ${name} AND holder = ${holder}`))
    },

    async exist() {
      await database.run(sql`SELECT name FROM leases LIMIT 1`)
    },
  }
}
