import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Database, Row } from '../store/database'
import { storeUnavailable } from '../store/store-unavailable'

/** The table that wrangler keeps for D1, so that a database can move from one to the other. */
const APPLIED = 'd1_migrations'

/** How long a statement waits for another process that writes, milliseconds. */
const BUSY_MS = 3000

export interface SqliteDatabase extends Database {
  close(): void
}

/**
 * SQLite in a file, by Node itself; `:memory:` for one that ends with the process. Makes and updates its tables before
 * it is used. One file serves one machine: several containers need one database each, or D1.
 */
export function sqliteDatabase(path: string, migrationsDirectory: string): SqliteDatabase {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = ${BUSY_MS}`)
  migrate(database, migrationsDirectory)
  /** Preparing costs more than running; the texts are few, since values are never part of them. */
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>()

  const prepare = (sql: string) => {
    const known = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, known)
    return known
  }

  return {
    async run(...statements) {
      try {
        return inTransaction(database, statements.length > 1, () =>
          statements.map(({ sql, values }) => prepare(sql).all(...values) as Row[]),
        )
      } catch (error) {
        throw storeUnavailable(error)
      }
    },
    close: () => database.close(),
  }
}

function inTransaction<T>(database: DatabaseSync, isNeeded: boolean, work: () => T): T {
  if (!isNeeded) return work()
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function migrate(database: DatabaseSync, directory: string): void {
  database.exec(`
    CREATE TABLE IF NOT EXISTS ${APPLIED} (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      name TEXT UNIQUE,
      applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
    )`)
  const applied = new Set(
    database
      .prepare(`SELECT name FROM ${APPLIED}`)
      .all()
      .map(({ name }) => name),
  )
  const files = readdirSync(directory)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  for (const name of files.filter((name) => !applied.has(name))) {
    inTransaction(database, true, () => {
      database.exec(readFileSync(join(directory, name), 'utf8'))
      database.prepare(`INSERT INTO ${APPLIED} (name) VALUES (?)`).run(name)
    })
  }
}
