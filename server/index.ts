import type { App } from './app'
import { consoleLog } from './log'
import type { Environment } from './settings/settings'
import { d1Database } from './store/d1-database'
import { wire } from './wire'

/** The bindings of wrangler.toml, besides its variables and secrets. */
interface Bindings extends Environment {
  DB?: D1Database
}

/** One app an isolate: its settings are checked when the first request comes. */
let app: App | undefined

export default {
  fetch(request: Request, env: Bindings, context: ExecutionContext): Response | Promise<Response> {
    app ??= wire(env, {
      database: env.DB && d1Database(env.DB),
      log: consoleLog,
      keepAlive: (c, work) => c.executionCtx.waitUntil(work),
    })
    return app.fetch(request, env, context)
  },
}
