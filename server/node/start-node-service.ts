import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Log } from '../log'
import { Problem, problemCodeOf } from '../problem'
import { type Environment, readSettings } from '../settings/settings'
import { wire } from '../wire'
import { addressBehind } from './address'
import { openDatabase } from './open-database'
import { prometheusMetrics } from './prometheus'
import { invalidRequest, wellFormedOnly } from './well-formed-request'

export interface NodeServiceOptions {
  env: Environment
  /** 0 takes a free port. */
  port: number
  hostname: string
  /** A file of SQLite, `:memory:`, or the `postgres://` URL of a PostgreSQL, which any number of machines can share. */
  databasePath: string
  /** Connections to PostgreSQL at most. */
  databaseConnections?: number
  migrationsDirectory: string
  /** Proxies in front of the service that add to X-Forwarded-For. */
  trustedProxies: number
  log: Log
}

export interface NodeService {
  port: number
  /** Takes no more calls, and ends once those under way are answered, or after so many milliseconds. */
  stop(graceMs: number): Promise<void>
}

/** Calls have small bodies: who takes longer than this to send one holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 30_000
const HEADERS_TIMEOUT_MS = 10_000

const RECONCILE_EVERY_MS = 60_000

/** The default of STORE_TIMEOUT_MS. */
const DATABASE_TIMEOUT_MS = 5000

const SWEEP_EVERY_MS = 50

/** The token service on Node, for a container, a virtual machine, or a custom runtime of Function Compute. */
export async function startNodeService(options: NodeServiceOptions): Promise<NodeService> {
  const { env, log, port, hostname } = options
  const settings = readSettings(env)
  // Of settings that are wrong the service itself tells, in every answer.
  const timeoutMs = 'settings' in settings ? settings.settings.storeTimeoutMs : DATABASE_TIMEOUT_MS
  const database = await openDatabase({ ...options, timeoutMs })
  /** Work that goes on after its call. */
  const pending = new Set<Promise<unknown>>()
  const { app, reconcile } = wire(env, {
    database,
    log,
    metrics: prometheusMetrics(),
    keepAlive: (_, work) => {
      pending.add(work)
      void work.finally(() => pending.delete(work))
    },
    addressOf: addressBehind(options.trustedProxies),
    settingPlace: (name) => `set the environment variable ${name}`,
  })
  const listener = getRequestListener(app.fetch, {
    hostname,
    errorHandler: (error) => {
      if (error instanceof RequestError) return invalidRequest()
      log({ level: 'error', event: 'adapter', hint: (error as Error).name })
      return new Response(null, { status: 500 })
    },
  })
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: HEADERS_TIMEOUT_MS },
    wellFormedOnly((request, response) => void listener(request, response)),
  ).listen(port, hostname)
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const ending = new AbortController()
  const timer = setInterval(() => {
    const run = reconcile(ending.signal).catch((error: unknown) => {
      const hint = error instanceof Problem ? error.options.hint : (error as Error).name
      log({ level: 'error', event: 'reconcile', code: problemCodeOf(error), hint })
    })
    pending.add(run)
    void run.finally(() => pending.delete(run))
  }, RECONCILE_EVERY_MS)

  return {
    port: (server.address() as AddressInfo).port,
    async stop(graceMs) {
      clearInterval(timer)
      ending.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      // A connection that is kept alive is idle only once its call has been answered.
      const sweeper = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY_MS)
      const { promise: graceIsOver, resolve: endGrace } = Promise.withResolvers<void>()
      const killer = setTimeout(() => {
        server.closeAllConnections()
        endGrace()
      }, graceMs)
      await closed
      clearInterval(sweeper)
      // What still waits for a cloud by then is given up: all that it would have written can be learned again.
      await Promise.race([Promise.allSettled(pending), graceIsOver])
      clearTimeout(killer)
      await database.close()
    },
  }
}
