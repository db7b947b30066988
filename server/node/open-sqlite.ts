import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { inTransaction } from './transaction'

/** The table that wrangler keeps for D1, so that a database can move from one to the other. */
const APPLIED = 'd1_migrations'

/** How long a start waits for another process that is making or updating the tables, milliseconds. */
const START_MS = 30_000
/** Between two tries, milliseconds. */
const RETRY_MS = 20

/** SQLITE_BUSY: another process holds the lock. The upper bits of a code tell of which kind it is. */
const SQLITE_BUSY = 5

export function isBusy(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode
  return typeof code === 'number' && (code & 0xff) === SQLITE_BUSY
}

/**
 * Opens an SQLite file and makes or updates its tables. Several processes may do so at the same moment: one is first, and
 * the others find it done.
 * @throws what SQLite says, and that the file is locked where another process holds it for longer than 30 s
 */
export async function openSqlite(path: string, migrationsDirectory: string): Promise<DatabaseSync> {
  const database = new DatabaseSync(path)
  try {
    const deadline = Date.now() + START_MS
    for (;;) {
      try {
        prepare(database, migrationsDirectory)
        return database
      } catch (error) {
        if (!isBusy(error) || Date.now() > deadline) throw error
        await wait(RETRY_MS)
      }
    }
  } catch (error) {
    database.close()
    throw error
  }
}

/** Each step can be begun again, from the start, when another process has been in the way. */
function prepare(database: DatabaseSync, migrationsDirectory: string): void {
  database.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  const files = readdirSync(migrationsDirectory)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  // Which ones have been applied is read where nobody else can apply any.
  inTransaction(database, () => {
    database.exec(`
      CREATE TABLE IF NOT EXISTS ${APPLIED} (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT UNIQUE,
        applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL
      )`)
    const rows = database.prepare(`SELECT name FROM ${APPLIED}`).all()
    const applied = new Set(rows.map(({ name }) => name))
    for (const name of files.filter((file) => !applied.has(file))) {
      database.exec(readFileSync(join(migrationsDirectory, name), 'utf8'))
      database.prepare(`INSERT INTO ${APPLIED} (name) VALUES (?)`).run(name)
    }
  })
}
