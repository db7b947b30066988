import type { Database, Row } from '../store/database'
import { DatabaseError, type Failure } from '../store/database-error'

/** What D1 says before it has run anything (D1 documentation, "Error list"). */
const BUSY = /overloaded|too many requests queued/i

/** After these a call may succeed at once, and may have taken effect (D1 documentation, "Retry queries"). */
const PASSING =
  /network connection lost|storage caused object to be reset|reset because its code was updated|internal error|storage operation exceeded timeout|cannot resolve d1 db due to transient issue/i

/** D1 of Cloudflare Workers. A batch is a transaction there. */
export function d1Database(d1: D1Database): Database {
  return {
    async run(...statements) {
      try {
        const results = await d1.batch<Row>(statements.map(({ sql, values }) => d1.prepare(sql).bind(...values)))
        return results.map(({ results }) => results)
      } catch (error) {
        throw new DatabaseError(failureOf(String(error)), error)
      }
    },
  }
}

function failureOf(message: string): Failure {
  if (BUSY.test(message)) return 'busy'
  return PASSING.test(message) ? 'passing' : 'lasting'
}
