import { consoleLog } from './log'
import type { Environment } from './settings/settings'
import { d1Database } from './store/d1-database'
import { type Wired, wire } from './wire'

/** The bindings of wrangler.toml, besides its variables and secrets. */
interface Bindings extends Environment {
  DB?: D1Database
}

/** One service an isolate: its settings are checked when the first request comes. */
let service: Wired | undefined

function serviceFor(env: Bindings): Wired {
  service ??= wire(env, {
    database: env.DB && d1Database(env.DB),
    log: consoleLog,
    keepAlive: (c, work) => c.executionCtx.waitUntil(work),
  })
  return service
}

export default {
  fetch(request: Request, env: Bindings, context: ExecutionContext): Response | Promise<Response> {
    return serviceFor(env).app.fetch(request, env, context)
  },

  scheduled(_: ScheduledController, env: Bindings): Promise<void> {
    return serviceFor(env).reconcile()
  },
}
