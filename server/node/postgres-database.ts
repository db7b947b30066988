import type { PoolClient, PoolConfig } from 'pg'
import pg from 'pg'
import type { Database, Row, Statement } from '../store/database'
import { DatabaseError, type Failure } from '../store/database-error'
import { migratePostgres } from './migrate-postgres'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database?sslmode=…`; TLS as it says. */
  url: string
  /** Connections that this process keeps at most, 1 or more. */
  connections: number
  /** Longest wait for a connection, and for one statement, milliseconds. */
  timeoutMs: number
  migrationsDirectory: string
  /** Told of connections that end while nobody uses them, as they do when the server is restarted. */
  onLost: (error: Error) => void
}

export interface PostgresDatabase extends Database {
  close(): Promise<void>
}

/**
 * PostgreSQL, for any number of machines that share it. Makes and updates its tables before it is used.
 *
 * It works behind PgBouncer in transaction mode: parameters are unnamed, locks end with their transaction, and nothing is
 * set for a session.
 */
export async function postgresDatabase(options: PostgresOptions): Promise<PostgresDatabase> {
  const { url, connections, timeoutMs, onLost } = options
  const config: PoolConfig = {
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
    types: { getTypeParser },
  }
  const pool = new pg.Pool(config)
  pool.on('error', onLost)
  try {
    await migratePostgres(config, options.migrationsDirectory)
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    async run(...statements) {
      const client = await pool.connect().catch((error: unknown) => {
        throw new DatabaseError(isRefusal(error) ? 'lasting' : 'busy', error)
      })
      let broken: Error | undefined
      try {
        return await runWith(client, statements)
      } catch (error) {
        // What the server has said leaves the connection in order. What came instead of an answer does not.
        if (sqlStateOf(error) === undefined) broken = error as Error
        throw new DatabaseError(failureOf(error), error)
      } finally {
        client.release(broken)
      }
    },
    close: () => pool.end(),
  }
}

async function runWith(client: PoolClient, statements: Statement[]): Promise<Row[][]> {
  const subjects = [...new Set(statements.flatMap(({ subject }) => subject ?? []))].sort()
  const results: Row[][] = []
  if (statements.length === 1 && subjects.length === 0) return [await rowsOf(client, statements[0] as Statement)]
  await client.query('BEGIN')
  try {
    // In a transaction of READ COMMITTED each statement sees what was committed before it began: whoever has waited for
    // this lock sees all that the one before has written. The order keeps two of several subjects from waiting in a circle.
    for (const subject of subjects) {
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [subject])
    }
    for (const statement of statements) results.push(await rowsOf(client, statement))
    await client.query('COMMIT')
    return results
  } catch (error) {
    // Without an answer there is no transaction to end: the connection is given up, and with it the transaction.
    if (sqlStateOf(error) !== undefined) await client.query('ROLLBACK')
    throw error
  }
}

async function rowsOf(client: PoolClient, { sql, values }: Statement): Promise<Row[]> {
  return (await client.query<Row>(numbered(sql), values)).rows
}

const numberedTexts = new Map<string, string>()

/** `?` becomes `$1`, `$2`, …; the texts are few, since values are never part of them. */
function numbered(sql: string): string {
  let text = numberedTexts.get(sql)
  if (text === undefined) {
    let last = 0
    text = sql.replaceAll('?', () => `$${++last}`)
    numberedTexts.set(sql, text)
  }
  return text
}

/** Types of PostgreSQL by their numbers (pg_type.dat). */
const INT8 = 20
const NUMERIC = 1700

/** Sizes and times are below 2^53. pg gives such columns as text, since others are not. */
function getTypeParser(type: number, format?: 'text' | 'binary') {
  if (type === INT8 || type === NUMERIC) return Number
  return pg.types.getTypeParser(type, format as 'text')
}

/** The five characters of PostgreSQL's error code (PostgreSQL documentation, appendix A); undefined where it said nothing. */
function sqlStateOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** Wrong user, password or database: waiting does not help. */
function isRefusal(error: unknown): boolean {
  return /^(28|3D)/.test(sqlStateOf(error) ?? '')
}

/** Taken back by the server: lock not available, serialization failure, deadlock, too many connections, starting up. */
const NOTHING_HAPPENED = ['55P03', '40001', '40P01', '53300', '57P03']

function failureOf(error: unknown): Failure {
  const state = sqlStateOf(error)
  // The connection broke, or the answer did not come in time.
  if (state === undefined) return 'passing'
  if (NOTHING_HAPPENED.includes(state)) return 'busy'
  // The connection broke (08), or the operator has ended it (57P01, 57P02).
  return /^(08|57P0)/.test(state) ? 'passing' : 'lasting'
}
