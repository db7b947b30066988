import type { PoolConfig } from 'pg'
import pg from 'pg'

export interface PoolOptions {
  /** `postgres://user:password@host:port/database?sslmode=…`; TLS as it says. */
  url: string
  /** Connections at most, 1 or more. */
  connections: number
  /** Longest wait for a connection, and for one statement, milliseconds. */
  timeoutMs: number
}

export function poolOptions({ url, connections, timeoutMs }: PoolOptions): PoolConfig {
  return {
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
    keepAlive: true,
    types: { getTypeParser },
  }
}

/** Types of PostgreSQL by their numbers (pg_type.dat). */
const INT8 = 20
const NUMERIC = 1700

/** Sizes and times are below 2^53. pg gives such columns as text, since others are not. */
function getTypeParser(type: number, format?: 'text' | 'binary') {
  if (type === INT8 || type === NUMERIC) return Number
  return pg.types.getTypeParser(type, format as 'text')
}
