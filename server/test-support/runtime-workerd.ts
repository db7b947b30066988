import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { d1Database } from '../store/d1-database'
import type { TestRuntime } from './test-runtime'

export const runtime: TestRuntime = {
  name: 'workerd',
  database: d1Database(env.DB),
  context: createExecutionContext,
}
