import type { Hono } from 'hono'
import { jwtOnly } from './jwt-only'

let app: Hono | undefined

export default {
  fetch(request: Request, env: { SESSION_KEY: string }): Response | Promise<Response> {
    app ??= jwtOnly(env.SESSION_KEY)
    return app.fetch(request)
  },
}
