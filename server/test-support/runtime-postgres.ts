import { join } from 'node:path'
import { inject } from 'vitest'
import { postgresDatabase } from '../node/postgres-database'
import { nodeContext } from './node-context'
import type { TestRuntime } from './test-runtime'

export const runtime: TestRuntime = {
  name: 'postgres',
  database: await postgresDatabase({
    url: inject('postgresUrl') ?? '',
    connections: 8,
    timeoutMs: 5000,
    migrationsDirectory: join(import.meta.dirname, '../store/migrations'),
    onLost: (error) => console.error(error),
  }),
  context: nodeContext,
}
