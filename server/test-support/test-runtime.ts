import type { ExecutionContext as HonoContext } from 'hono'
import type { Database } from '../store/database'

/** What the tests need of the runtime they are in. The same tests run in workerd and in Node. */
export interface TestRuntime {
  name: 'workerd' | 'node'
  /** One for all tests of a file. */
  database: Database
  context(): HonoContext
}
