import pg from 'pg'
import { type PoolOptions, poolOptions } from '../postgres/pool-options'
import { runOn } from '../postgres/run-on'
import type { Database } from '../store/database'
import { migratePostgres } from './migrate-postgres'

export interface PostgresOptions extends PoolOptions {
  migrationsDirectory: string
  /** Told of connections that end while nobody uses them, as they do when the server is restarted. */
  onLost: (error: Error) => void
}

export interface PostgresDatabase extends Database {
  close(): Promise<void>
}

/** PostgreSQL, for any number of machines that share it. Makes and updates its tables before it is used. */
export async function postgresDatabase(options: PostgresOptions): Promise<PostgresDatabase> {
  const config = poolOptions(options)
  const pool = new pg.Pool(config)
  pool.on('error', options.onLost)
  try {
    await migratePostgres(config, options.migrationsDirectory)
  } catch (error) {
    await pool.end()
    throw error
  }
  return { run: (...statements) => runOn(pool, statements), close: () => pool.end() }
}
