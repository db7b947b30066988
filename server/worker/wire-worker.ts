import { addressKey } from '../limits/address'
import type { Limiters } from '../limits/rate'
import { consoleLog } from '../log'
import type { Environment } from '../settings/settings'
import { type Runtime, type Wired, wire } from '../wire'

/** The bindings of wrangler.toml that every Worker has, besides its variables and secrets. */
export interface WorkerBindings extends Environment {
  USER_LIMITER?: RateLimit
  ADDRESS_LIMITER?: RateLimit
}

/**
 * What one run of the job may do on Workers, whose invocations may make 1,000 queries of D1 on the paid plan (D1
 * documentation, "Limits"): six for a batch of reviews and 240 in all for what VOD is called about there, 58 for a batch
 * that is cleared away, three for a video that is asked about, nine where something is new, and fifteen for twelve
 * messages. With another database the calls of VOD and WeChat remain, which count there, too.
 */
const JOB_LIMITS = { reviews: 10, batches: 4, videos: 50, messages: 12 }

/** The service on Workers, on whichever database. Its settings are checked by that. */
export function wireWorker(
  env: WorkerBindings,
  parts: Pick<Runtime, 'database' | 'databaseMissing' | 'keepAlive'>,
): Wired {
  return wire(env, {
    ...parts,
    limiters: limitersOf(env),
    log: consoleLog,
    // Cloudflare sets this header, and removes one that a client has sent.
    addressOf: (c) => addressKey(c.req.header('cf-connecting-ip') ?? ''),
    jobLimits: JOB_LIMITS,
  })
}

/** Cloudflare counts for all isolates of a place; without its bindings each isolate counts for itself. */
function limitersOf({ USER_LIMITER, ADDRESS_LIMITER }: WorkerBindings): Limiters | undefined {
  if (!USER_LIMITER || !ADDRESS_LIMITER) return undefined
  const admits = (limiter: RateLimit) => async (key: string) => (await limiter.limit({ key })).success
  return { user: { admits: admits(USER_LIMITER) }, address: { admits: admits(ADDRESS_LIMITER) } }
}
