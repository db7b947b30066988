import { join } from 'node:path'
import { sqliteDatabase } from '../node/sqlite-database'
import { nodeContext } from './node-context'
import type { TestRuntime } from './test-runtime'

export const runtime: TestRuntime = {
  name: 'node',
  database: await sqliteDatabase(':memory:', join(import.meta.dirname, '../store/migrations')),
  context: nodeContext,
}
