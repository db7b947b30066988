import { readSettings } from '../settings/settings'
import type { Wired } from '../wire'
import { type HyperdriveDatabase, hyperdriveDatabase } from './hyperdrive-database'
import { type WorkerBindings, wireWorker } from './wire-worker'

interface Bindings extends WorkerBindings {
  HYPERDRIVE?: Hyperdrive
}

const DATABASE_MISSING =
  'HYPERDRIVE is missing: create it with "npx wrangler hyperdrive create wevod --caching-disabled ' +
  '--connection-string=postgres://…", put its id in wrangler.toml under [[hyperdrive]]'

/** Of settings that are wrong the service itself tells, in every answer. */
const DATABASE_TIMEOUT_MS = 5000

/** One service an isolate: its settings are checked when the first request comes. */
let made: { service: Wired; database: HyperdriveDatabase } | undefined

function madeFor(env: Bindings) {
  made ??= make(env)
  return made
}

function make(env: Bindings) {
  const read = readSettings(env)
  const database = hyperdriveDatabase({
    url: env.HYPERDRIVE?.connectionString ?? '',
    timeoutMs: 'settings' in read ? read.settings.storeTimeoutMs : DATABASE_TIMEOUT_MS,
  })
  const service = wireWorker(env, {
    database: env.HYPERDRIVE && database,
    databaseMissing: DATABASE_MISSING,
    keepAlive(c, work) {
      database.keepOpenFor(work)
      c.executionCtx.waitUntil(work)
    },
  })
  return { service, database }
}

/**
 * The service on Cloudflare Workers with PostgreSQL, through Hyperdrive: `main` of wrangler.toml names this file then. A
 * file of its own, since pg would make the bundle of all others larger.
 */
export default {
  fetch(request: Request, env: Bindings, context: ExecutionContext): Promise<Response> {
    const { service, database } = madeFor(env)
    return database.during(context, async () => service.app.fetch(request, env, context))
  },

  scheduled(_: ScheduledController, env: Bindings, context: ExecutionContext): Promise<void> {
    const { service, database } = madeFor(env)
    return database.during(context, () => service.reconcile())
  },
}
