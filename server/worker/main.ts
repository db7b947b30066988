import { addressKey } from '../limits/address'
import type { Limiters } from '../limits/rate'
import { consoleLog } from '../log'
import type { Environment } from '../settings/settings'
import { type Wired, wire } from '../wire'
import { d1Database } from './d1-database'

/** The bindings of wrangler.toml, besides its variables and secrets. */
interface Bindings extends Environment {
  DB?: D1Database
  USER_LIMITER?: RateLimit
  ADDRESS_LIMITER?: RateLimit
}

/**
 * What one run of the job may do on Workers, whose invocations may make 1,000 queries of D1 on the paid plan (D1
 * documentation, "Limits"): six for a batch of reviews and 240 in all for what VOD is called about there, 58 for a batch
 * that is cleared away, three for a video that is asked about, nine where something is new, and fifteen for twelve
 * messages.
 */
const JOB_LIMITS = { reviews: 10, batches: 4, videos: 50, messages: 12 }

/** One service an isolate: its settings are checked when the first request comes. */
let service: Wired | undefined

function serviceFor(env: Bindings): Wired {
  service ??= wire(env, {
    database: env.DB && d1Database(env.DB),
    limiters: limitersOf(env),
    log: consoleLog,
    // Cloudflare sets this header, and removes one that a client has sent.
    addressOf: (c) => addressKey(c.req.header('cf-connecting-ip') ?? ''),
    keepAlive: (c, work) => c.executionCtx.waitUntil(work),
    jobLimits: JOB_LIMITS,
  })
  return service
}

/** Cloudflare counts for all isolates of a place; without its bindings each isolate counts for itself. */
function limitersOf({ USER_LIMITER, ADDRESS_LIMITER }: Bindings): Limiters | undefined {
  if (!USER_LIMITER || !ADDRESS_LIMITER) return undefined
  const admits = (limiter: RateLimit) => async (key: string) => (await limiter.limit({ key })).success
  return { user: { admits: admits(USER_LIMITER) }, address: { admits: admits(ADDRESS_LIMITER) } }
}

export default {
  fetch(request: Request, env: Bindings, context: ExecutionContext): Response | Promise<Response> {
    return serviceFor(env).app.fetch(request, env, context)
  },

  scheduled(_: ScheduledController, env: Bindings): Promise<void> {
    return serviceFor(env).reconcile()
  },
}
