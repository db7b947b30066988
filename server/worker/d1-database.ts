import type { Database, Row } from '../store/database'
import { storeUnavailable } from '../store/store-unavailable'

/** D1 of Cloudflare Workers. A batch is a transaction there. */
export function d1Database(d1: D1Database): Database {
  return {
    async run(...statements) {
      try {
        const results = await d1.batch<Row>(statements.map(({ sql, values }) => d1.prepare(sql).bind(...values)))
        return results.map(({ results }) => results)
      } catch (error) {
        throw storeUnavailable(error)
      }
    },
  }
}
