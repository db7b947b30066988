import type { StatementSync } from 'node:sqlite'
import type { Database, Row } from '../store/database'
import { DatabaseError } from '../store/database-error'
import { isBusy, openSqlite } from './open-sqlite'
import { inTransaction } from './transaction'

export interface SqliteDatabase extends Database {
  close(): void
}

/**
 * SQLite in a file, by Node itself; `:memory:` for one that ends with the process. Makes and updates its tables before
 * it is used. One file serves one machine: several containers need one database each, or D1.
 *
 * No call waits for another process that writes: it fails as busy at once, and whoever made it decides how long it goes
 * on trying. Waiting in SQLite would hold up everything else on this thread.
 */
export async function sqliteDatabase(path: string, migrationsDirectory: string): Promise<SqliteDatabase> {
  const database = await openSqlite(path, migrationsDirectory)
  /** Preparing costs more than running; the texts are few, since values are never part of them. */
  const prepared = new Map<string, StatementSync>()

  const prepare = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }

  return {
    async run(...statements) {
      try {
        const work = () => statements.map(({ sql, values }) => prepare(sql).all(...values) as Row[])
        return statements.length > 1 ? inTransaction(database, work) : work()
      } catch (error) {
        throw new DatabaseError(isBusy(error) ? 'busy' : 'lasting', error)
      }
    },
    close: () => database.close(),
  }
}
