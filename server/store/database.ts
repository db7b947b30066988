export type Value = string | number | null

export interface Statement {
  sql: string
  values: Value[]
  /** Whether running it a second time leaves what the first time left: see `idempotent`. */
  isIdempotent?: boolean
  /** Of whom, or of what, it is a matter that one call at a time may deal with: see `aloneFor`. */
  subject?: string
}

export type Row = Record<string, Value>

/** D1 on Workers, a file of SQLite or a server of PostgreSQL on Node. The store's SQL is the same for all. */
export interface Database {
  /**
   * Runs statements in one transaction; gives the rows of each. What a runtime brings rejects with a DatabaseError; what
   * the service works with (see boundedDatabase) rejects with the Problem store_unavailable.
   */
  run(...statements: Statement[]): Promise<Row[][]>
}

/**
 * A statement with its values: sql`SELECT * FROM videos WHERE owner = ${owner}`. Values never become part of the text.
 */
export function sql(parts: TemplateStringsArray, ...values: Value[]): Statement {
  return { sql: parts.join('?').trim(), values }
}

/**
 * Marks a write that may be run again when nobody knows whether it has been run. Its rows may differ the second time:
 * whoever marks it can live with that. What only reads needs no mark.
 */
export function idempotent(statement: Statement): Statement {
  return { ...statement, isIdempotent: true }
}

/**
 * A statement whose condition looks at other rows than it writes. The transaction that it is in waits until no other one
 * deals with this subject, and then sees what those before have written. D1 and SQLite have one writer at a time anyway.
 */
export function aloneFor(subject: string, statement: Statement): Statement {
  return { ...statement, subject }
}

/** One `?` for each value, with commas, for `IN (…)`; D1 takes 100 values a statement. */
export function placeholders(values: readonly Value[]): string {
  return values.map(() => '?').join(', ')
}
