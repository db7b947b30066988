import type { Wired } from '../wire'
import { d1Database } from './d1-database'
import { type WorkerBindings, wireWorker } from './wire-worker'

interface Bindings extends WorkerBindings {
  DB?: D1Database
}

const DATABASE_MISSING =
  'DB is missing: create it with "npx wrangler d1 create wevod", put its id in wrangler.toml under [[d1_databases]]'

/** One service an isolate: its settings are checked when the first request comes. */
let service: Wired | undefined

function serviceFor(env: Bindings): Wired {
  service ??= wireWorker(env, {
    database: env.DB && d1Database(env.DB),
    databaseMissing: DATABASE_MISSING,
    keepAlive: (c, work) => c.executionCtx.waitUntil(work),
  })
  return service
}

/** The service on Cloudflare Workers with D1. With PostgreSQL it is hyperdrive.ts. */
export default {
  fetch(request: Request, env: Bindings, context: ExecutionContext): Response | Promise<Response> {
    return serviceFor(env).app.fetch(request, env, context)
  },

  scheduled(_: ScheduledController, env: Bindings): Promise<void> {
    return serviceFor(env).reconcile()
  },
}
