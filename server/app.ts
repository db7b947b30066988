import { Hono } from 'hono'
import { lazy } from './cloud/lazy'
import { admission } from './http/admission'
import { allowOrigins } from './http/allow-origins'
import { audit } from './http/audit'
import { CALL_LIMIT, EVENT_LIMIT, limitBody } from './http/body'
import type { App, CallHandler, CallMiddleware } from './http/call'
import { frame } from './http/frame'
import { EVENTS_PATH, HEALTH_PATH, METRICS_PATH, READY_PATH } from './http/paths'
import { isSecret, withAdmin } from './http/with-admin'
import { expectAdmitted } from './limits/rate'
import { Problem } from './problem'
import { orphansRoute, stuckRoute, unclaimedRoute } from './routes/admin/lists'
import { metricsRoute } from './routes/admin/metrics'
import { invokeRoute, reconcileRoute } from './routes/admin/reconcile'
import { blockUserRoute } from './routes/admin/user'
import { userVideosRoute } from './routes/admin/user-videos'
import { credentialsRoute } from './routes/credentials'
import { readyRoute } from './routes/ready'
import { reportsRoute } from './routes/reports'
import { sessionRoute } from './routes/session'
import { settingsRoute } from './routes/settings'
import { claimRoute } from './routes/uploads/claim'
import { createUploadRoute } from './routes/uploads/create'
import { refreshRoute } from './routes/uploads/refresh'
import { changeVideoRoute } from './routes/videos/change'
import { coverRoute } from './routes/videos/cover'
import { deleteVideoRoute } from './routes/videos/delete'
import { getVideoRoute } from './routes/videos/get'
import { listVideosRoute } from './routes/videos/list'
import { playRoute } from './routes/videos/play'
import { sharedRoute, shareRoute } from './routes/videos/share'
import { vodEventsRoute } from './routes/vod-events'
import type { Service } from './service'

/** Made once in each isolate: it never changes. */
const openApi = lazy(async () => (await import('./openapi/document')).openApiDocument())

/**
 * The token service's HTTP interface, whatever runtime serves it. `wire` makes the service from an environment; tests and
 * other runtimes can put parts of their own into it.
 *
 * @example
 * const { app, reconcile } = wire(process.env, { database, log: consoleLog, keepAlive, addressOf })
 * serve({ fetch: app.fetch, port: 9000 })
 *
 * @example
 * const app = createApp({ ...service, wechat: { code2Session: async () => ({ openid: 'alice' }) } })
 * await app.request('/session', { method: 'POST', headers, body: '{"code":"any"}' })
 */
export function createApp(service: Service, job?: () => Promise<void>): App {
  const { settings } = service
  const { callback, adminSecret } = settings
  const web = settings.allowedOrigins.length > 0 ? [allowOrigins(service)] : []
  const app = emptyApp(service, [...web, admission(service)])
  route(app, HEALTH_PATH, { GET: (c) => c.json({ status: 'ok' }) })
  route(app, READY_PATH, { GET: readyRoute(service) })
  // With another login somebody else vouches for the user, and nothing of ours does.
  if (settings.login.kind === 'wechat' && service.wechat) {
    route(app, '/session', { POST: sessionRoute(service, service.wechat) })
  }
  route(app, '/credentials', { POST: credentialsRoute(service) })
  route(app, '/settings', { GET: settingsRoute(service) })
  route(app, '/uploads', { POST: createUploadRoute(service) })
  route(app, '/uploads/:videoId', { PUT: claimRoute(service) })
  route(app, '/uploads/:videoId/refresh', { POST: refreshRoute(service) })
  route(app, '/videos', { GET: listVideosRoute(service) })
  route(app, '/videos/:videoId', {
    GET: getVideoRoute(service),
    PATCH: changeVideoRoute(service),
    // wx.request knows no PATCH.
    POST: changeVideoRoute(service),
    DELETE: deleteVideoRoute(service),
  })
  route(app, '/videos/:videoId/play', { GET: playRoute(service) })
  if (settings.covers) route(app, '/videos/:videoId/cover', { POST: coverRoute(service) })
  if (settings.shareDays > 0) {
    route(app, '/videos/:videoId/share', { POST: shareRoute(service) })
    route(app, '/shared/:token', { GET: sharedRoute(service) })
  }
  route(app, '/openapi.json', {
    // Loaded when somebody asks: it has no place in the start of the service.
    GET: async (c) => c.json(await openApi()),
  })
  if (settings.reports) route(app, '/reports', { POST: reportsRoute(service) })
  if (callback) route(app, EVENTS_PATH, { POST: vodEventsRoute(service, callback) })
  if (adminSecret !== undefined) {
    if (service.metricsPage)
      route(app, METRICS_PATH, { GET: withAdmin(adminSecret, metricsRoute(service.metricsPage)) })
    route(app, '/admin/users/:openid', { PUT: withAdmin(adminSecret, blockUserRoute(service)) })
    if (job) route(app, '/admin/reconcile', { POST: withAdmin(adminSecret, reconcileRoute(service, job)) })
    route(app, '/admin/users/:openid/videos', { GET: withAdmin(adminSecret, userVideosRoute(service)) })
    route(app, '/admin/orphans', { GET: withAdmin(adminSecret, orphansRoute(service)) })
    route(app, '/admin/unclaimed', { GET: withAdmin(adminSecret, unclaimedRoute(service)) })
    route(app, '/admin/stuck', { GET: withAdmin(adminSecret, stuckRoute(service)) })
  }
  if (settings.timerSecret !== undefined && job) {
    route(app, '/invoke', { POST: invokeRoute(service, isSecret(settings.timerSecret), job) })
  }
  return app
}

type Logged = Pick<Service, 'log' | 'now'> & Partial<Pick<Service, 'metrics'>>

/** What there is of the service while its settings are wrong. */
type Open = Pick<Service, 'log' | 'now' | 'limiters' | 'addressOf'>

/** Stands in for the app while settings are missing or wrong: every call is answered with them. */
export function createMisconfiguredApp(mistakes: string[], { limiters, addressOf, ...service }: Open): App {
  const admit: CallMiddleware = async (c, next) => {
    c.set('countedUnder', addressOf(c))
    await expectAdmitted(limiters.address, addressOf(c))
    return next()
  }
  const app = emptyApp(service, [admit])
  app.all('*', () => {
    throw new Problem('service_misconfigured', `${mistakes.join('. ')}.`)
  })
  return app
}

function emptyApp({ log, now, metrics }: Logged, admit: readonly CallMiddleware[]): App {
  const app: App = new Hono()
  app.use(frame, audit(log, now, metrics), ...admit)
  const limits = { call: limitBody(CALL_LIMIT), event: limitBody(EVENT_LIMIT) }
  app.use((c, next) => (c.req.path === EVENTS_PATH ? limits.event : limits.call)(c, next))
  app.notFound((c) => {
    throw new Problem('not_found', `There is no ${c.req.method} ${c.req.path.slice(0, 128)}.`)
  })
  app.onError((error, c) => {
    const problem = error instanceof Problem ? error : new Problem('internal_error', 'See the log of the service.')
    return c.body(problem.toBody(c.get('requestId')), problem.status, {
      'content-type': 'application/problem+json',
      ...problem.headers,
    })
  })
  return app
}

/** Routes the methods of a path, and answers 405 to all others. */
function route(
  app: App,
  path: string,
  handlers: Partial<Record<'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', CallHandler>>,
): void {
  for (const [method, handler] of Object.entries(handlers)) {
    app.on(method, path, (c, next) => {
      c.set('action', `${method} ${path}`)
      return handler(c, next)
    })
  }
  const allow = Object.keys(handlers).join(', ')
  app.all(path, (c) => {
    throw new Problem('method_not_allowed', `${path} takes ${allow}, not ${c.req.method}.`, { headers: { allow } })
  })
}
