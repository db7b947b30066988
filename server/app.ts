import { type Handler, Hono } from 'hono'
import { type RequestIdVariables, requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'
import { CALL_LIMIT, EVENT_LIMIT, limitBody } from './http/body'
import type { Log } from './log'
import { Problem } from './problem'
import { credentialsRoute } from './routes/credentials'
import { sessionRoute } from './routes/session'
import { claimRoute } from './routes/uploads/claim'
import { createUploadRoute } from './routes/uploads/create'
import { refreshRoute } from './routes/uploads/refresh'
import { deleteVideoRoute } from './routes/videos/delete'
import { listVideosRoute } from './routes/videos/list'
import { vodEventsRoute } from './routes/vod-events'
import type { Service } from './service'

export type App = Hono<{ Variables: RequestIdVariables }>

const EVENTS_PATH = '/vod/events'

/** The token service's HTTP interface, whatever runtime serves it. */
export function createApp(service: Service): App {
  const app = emptyApp(service.log)
  route(app, '/healthz', { GET: (c) => c.json({ status: 'ok' }) })
  route(app, '/session', { POST: sessionRoute(service) })
  route(app, '/credentials', { POST: credentialsRoute(service) })
  route(app, '/uploads', { POST: createUploadRoute(service) })
  route(app, '/uploads/:videoId', { PUT: claimRoute(service) })
  route(app, '/uploads/:videoId/refresh', { POST: refreshRoute(service) })
  route(app, '/videos', { GET: listVideosRoute(service) })
  route(app, '/videos/:videoId', { DELETE: deleteVideoRoute(service) })
  const { callback } = service.settings
  if (callback) route(app, EVENTS_PATH, { POST: vodEventsRoute(service, callback) })
  return app
}

/** Stands in for the app while settings are missing or wrong: every call is told so. */
export function createMisconfiguredApp(mistakes: string[], log: Log): App {
  const app = emptyApp(log)
  app.all('*', () => {
    throw new Problem('service_misconfigured', `${mistakes.join('. ')}.`)
  })
  return app
}

function emptyApp(log: Log): App {
  const app: App = new Hono()
  app.use(requestId({ limitLength: 64 }), secureHeaders(), async (c, next) => {
    await next()
    c.header('cache-control', 'no-store')
  })
  const limits = { call: limitBody(CALL_LIMIT), event: limitBody(EVENT_LIMIT) }
  app.use((c, next) => (c.req.path === EVENTS_PATH ? limits.event : limits.call)(c, next))
  app.notFound((c) => {
    throw new Problem('not_found', `There is no ${c.req.method} ${c.req.path.slice(0, 128)}.`)
  })
  app.onError((error, c) => {
    const requestId = c.get('requestId')
    const problem = error instanceof Problem ? error : new Problem('internal_error', 'See the log of the service.')
    if (problem.status >= 500) {
      const { hint, upstreamRequestId } = problem.options
      log({
        level: 'error',
        event: 'problem',
        method: c.req.method,
        path: c.req.path,
        code: problem.code,
        // Of an unforeseen error only the type and the place: its message may quote what a client or a cloud sent.
        hint: hint ?? (problem === error ? problem.detail : `${error.name} ${firstFrame(error)}`),
        upstreamRequestId,
        requestId,
      })
    }
    return c.body(problem.toBody(requestId), problem.status, {
      'content-type': 'application/problem+json',
      ...problem.headers,
    })
  })
  return app
}

/** Routes the methods of a path, and answers 405 to all others. */
function route(app: App, path: string, handlers: Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Handler>>): void {
  for (const [method, handler] of Object.entries(handlers)) app.on(method, path, handler)
  const allow = Object.keys(handlers).join(', ')
  app.all(path, (c) => {
    throw new Problem('method_not_allowed', `${path} takes ${allow}, not ${c.req.method}.`, { headers: { allow } })
  })
}

function firstFrame(error: Error): string {
  return /^\s*at .*$/m.exec(error.stack ?? '')?.[0].trim() ?? ''
}
