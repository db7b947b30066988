import type { ExecutionContext as HonoContext } from 'hono'
import type { Database } from '../store/database'

/** What the tests need of the runtime they are in. The same tests run in workerd with D1, and in Node with SQLite and with PostgreSQL. */
export interface TestRuntime {
  name: 'workerd' | 'node' | 'postgres'
  /** One for all tests of a file. */
  database: Database
  context(): HonoContext
}
