import type { App } from './app'
import { consoleLog } from './log'
import type { Environment } from './settings'
import { wire } from './wire'

/** One app an isolate: its settings are checked when the first request comes. */
let app: App | undefined

export default {
  fetch(request: Request, env: Environment, context: ExecutionContext): Response | Promise<Response> {
    app ??= wire(env, consoleLog)
    return app.fetch(request, env, context)
  },
}
