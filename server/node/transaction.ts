import type { DatabaseSync } from 'node:sqlite'

/** Runs work in one transaction; where that fails, nothing of it is left, and its error is the one that is thrown. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(database, error)
    throw error
  }
}

/** After some errors, such as that of a full disk, SQLite has ended the transaction already. */
function rollBack(database: DatabaseSync, cause: unknown): void {
  try {
    database.exec('ROLLBACK')
  } catch (error) {
    if (!/no transaction is active/.test((error as Error).message)) {
      throw new AggregateError([cause, error], `${(cause as Error).message}, and then ${(error as Error).message}`)
    }
  }
}
