import { join } from 'node:path'
import { sqliteDatabase } from '../node/sqlite-database'
import type { TestRuntime } from './test-runtime'

export const runtime: TestRuntime = {
  name: 'node',
  database: await sqliteDatabase(':memory:', join(import.meta.dirname, '../store/migrations')),
  context: () => ({
    waitUntil: (work) => {
      void work
    },
    passThroughOnException() {
      throw new Error('Node has nothing to pass through to.')
    },
    props: {},
  }),
}
