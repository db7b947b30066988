import type { Pool, PoolClient } from 'pg'
import type { Row, Statement } from '../store/database'
import { connectionErrorOf, sqlStateOf, statementErrorOf } from './database-error-of'

/**
 * Runs statements in one transaction, on one connection of a pool; gives the rows of each.
 *
 * It works behind PgBouncer in transaction mode: parameters are unnamed, locks end with their transaction, and nothing is
 * set for a session.
 * @throws {DatabaseError}
 */
export async function runOn(pool: Pool, statements: Statement[]): Promise<Row[][]> {
  const client = await pool.connect().catch((error: unknown) => {
    throw connectionErrorOf(error)
  })
  let broken: Error | undefined
  try {
    return await runWith(client, statements)
  } catch (error) {
    // What the server has said leaves the connection in order. What came instead of an answer does not.
    if (sqlStateOf(error) === undefined) broken = error as Error
    throw statementErrorOf(error)
  } finally {
    client.release(broken)
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
