export type Value = string | number | null

export interface Statement {
  sql: string
  values: Value[]
  /** Whether running it a second time leaves what the first time left: see `idempotent`. */
  isIdempotent?: boolean
}

export type Row = Record<string, Value>

/** An SQLite database, wherever it runs: D1 on Workers, a file on Node. The store's SQL is the same for all. */
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

/** One `?` for each value, with commas, for `IN (…)`; D1 takes 100 values a statement. */
export function placeholders(values: readonly Value[]): string {
  return values.map(() => '?').join(', ')
}
