import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { getRequestListener, RequestError } from '@hono/node-server'
import type { Log } from '../log'
import { Problem, problemCodeOf } from '../problem'
import { type Environment, readSettings } from '../settings/settings'
import { wire } from '../wire'
import { addressBehind } from './address'
import { tellingWhenEnding } from './ending'
import type { NodeEnvironment } from './environment'
import { functionKeys, isFunctionWithRole } from './function-keys'
import { nodeAccessKey } from './node-access-key'
import { openDatabase } from './open-database'
import { prometheusMetrics } from './prometheus'
import { roleKeys } from './role-keys'
import { invalidRequest, wellFormedOnly } from './well-formed-request'

type Told = Pick<NodeEnvironment, 'port' | 'hostname' | 'databasePath' | 'trustedProxies'> & Partial<NodeEnvironment>

export interface NodeServiceOptions extends Told {
  env: Environment
  migrationsDirectory: string
  log: Log
}

export interface NodeService {
  port: number
  /**
   * Says that it is not ready, and takes calls for `drainMs` more, as long as a balancer may need to see it. Then takes no
   * more, and ends once those under way are answered, or after `graceMs` milliseconds.
   */
  stop(graceMs: number, drainMs?: number): Promise<void>
}

/** Calls have small bodies: who takes longer than this to send one holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 30_000
const HEADERS_TIMEOUT_MS = 10_000
/** How often those two are looked at. They count from a request's first byte: a connection that waits for one is safe. */
const LOOK_EVERY_MS = 5000

const RECONCILE_EVERY_MS = 60_000

/** The default of STORE_TIMEOUT_MS. */
const DATABASE_TIMEOUT_MS = 5000

const SWEEP_EVERY_MS = 50

/** The token service on Node, for a container, a virtual machine, or a custom runtime of Function Compute. */
export async function startNodeService(options: NodeServiceOptions): Promise<NodeService> {
  const { env, log, port, hostname, keepAliveSeconds } = options
  const settings = readSettings(env, undefined, 'elsewhere')
  // Of settings that are wrong the service itself tells, in every answer.
  const timeoutMs = 'settings' in settings ? settings.settings.storeTimeoutMs : DATABASE_TIMEOUT_MS
  const database = await openDatabase({ ...options, timeoutMs })
  /** Work that goes on after its call. */
  const pending = new Set<Promise<unknown>>()
  const functions = isFunctionWithRole(env) ? functionKeys() : undefined
  const { app, reconcile } = wire(env, {
    database,
    accessKey: nodeAccessKey(roleKeys(Date.now), functions),
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
  const ending = new AbortController()
  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: LOOK_EVERY_MS,
      ...(keepAliveSeconds !== undefined && { keepAliveTimeout: keepAliveSeconds * 1000 }),
    },
    tellingWhenEnding(
      () => ending.signal.aborted,
      wellFormedOnly((request, response) => {
        functions?.note(request.headers)
        void listener(request, response)
      }),
    ),
  ).listen(port, hostname)
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve)
    server.once('error', reject)
  })
  const job = () => {
    const run = reconcile(ending.signal).catch((error: unknown) => {
      const hint = error instanceof Problem ? error.options.hint : (error as Error).name
      log({ level: 'error', event: 'reconcile', code: problemCodeOf(error), hint })
    })
    pending.add(run)
    void run.finally(() => pending.delete(run))
  }
  const timer = options.reconcile === 'outside' ? undefined : setInterval(job, RECONCILE_EVERY_MS)

  return {
    port: (server.address() as AddressInfo).port,
    async stop(graceMs, drainMs = 0) {
      clearInterval(timer)
      ending.abort()
      if (drainMs > 0) await wait(drainMs)
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
