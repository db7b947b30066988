import type { Log } from '../log'
import type { Database } from '../store/database'
import { sqliteDatabase } from './sqlite-database'

export interface DatabaseOptions {
  databasePath: string
  databaseConnections?: number
  /** Longest wait for a connection, and for one statement, milliseconds. */
  timeoutMs: number
  migrationsDirectory: string
  log: Log
}

/** Enough for one process: its calls wait for the clouds, not for the database. Servers count connections. */
const CONNECTIONS = 5

/** Opens the database that `databasePath` names, with its tables made or up to date. */
export async function openDatabase(options: DatabaseOptions): Promise<Database & { close(): void | Promise<void> }> {
  const { databasePath, databaseConnections = CONNECTIONS, timeoutMs, migrationsDirectory, log } = options
  if (!/^postgres(ql)?:\/\//i.test(databasePath)) return sqliteDatabase(databasePath, migrationsDirectory)
  const { postgresDatabase } = await import('./postgres-database')
  return postgresDatabase({
    url: databasePath,
    connections: databaseConnections,
    timeoutMs,
    migrationsDirectory,
    onLost: (error) => log({ level: 'warn', event: 'database', hint: error.message }),
  })
}
