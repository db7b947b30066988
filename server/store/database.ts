export type Value = string | number | null

export interface Statement {
  sql: string
  values: Value[]
}

export type Row = Record<string, Value>

/** An SQLite database, wherever it runs: D1 on Workers, a file on Node. The store's SQL is the same for all. */
export interface Database {
  /** Runs statements in one transaction; gives the rows of each. */
  run(...statements: Statement[]): Promise<Row[][]>
}

/**
 * A statement with its values: sql`SELECT * FROM videos WHERE owner = ${owner}`. Values never become part of the text.
 */
export function sql(parts: TemplateStringsArray, ...values: Value[]): Statement {
  return { sql: parts.join('?').trim(), values }
}
