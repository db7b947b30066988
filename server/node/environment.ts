import type { Environment } from '../settings/settings'

/** What a process of Node is told, besides the settings of the service. */
export interface NodeEnvironment {
  /** 0 takes a free port. */
  port: number
  hostname: string
  /** A file of SQLite, `:memory:`, or the `postgres://` URL of a PostgreSQL, which any number of machines can share. */
  databasePath: string
  /** Connections to PostgreSQL at most. */
  databaseConnections: number
  /** Proxies in front of the service that add to X-Forwarded-For. */
  trustedProxies: number
  /** How long a connection is kept that nobody uses, seconds. */
  keepAliveSeconds: number
  /** How long calls are still taken once the process is told to end, seconds. */
  drainSeconds: number
  /** Whose timer does the job of every minute. */
  reconcile: 'inside' | 'outside'
}

/** Function Compute's custom runtimes are asked on this port. */
const DEFAULT_PORT = 9000

/**
 * Whoever closes an idle connection first must be the balancer: it may be sending a call down a connection that the service
 * is closing, and answers 502 then. Left to themselves, Alibaba Cloud's ALB and CLB do so after 15 s (60 at most), nginx
 * and its Kubernetes ingress, AWS's and Huawei's after 60 s, Google's after 600 s; this is longer than all of them. Envoy
 * keeps them for an hour: set more there.
 */
const DEFAULT_KEEP_ALIVE_S = 620

/** Those that are numbers: the default, and the least and the most that each takes. */
export const NODE_NUMBERS = {
  PORT: [DEFAULT_PORT, 0, 65_535],
  DATABASE_CONNECTIONS: [5, 1, 1000],
  TRUSTED_PROXIES: [0, 0, 10],
  KEEP_ALIVE_SECONDS: [DEFAULT_KEEP_ALIVE_S, 1, 7200],
  DRAIN_SECONDS: [0, 0, 60],
} as const satisfies Record<string, readonly [fallback: number, min: number, max: number]>

/** Those that are text, with their defaults; of RECONCILE the first, and there is one more. */
export const NODE_TEXTS = { HOST: '127.0.0.1', DATABASE: 'wevod.sqlite' } as const
export const RECONCILE_VALUES = ['inside', 'outside'] as const

/**
 * Reads them all. Every mistake is one line that names the variable and what it takes.
 * @param env process.env
 */
export function readNodeEnvironment(env: Environment): { environment: NodeEnvironment } | { mistakes: string[] } {
  const mistakes: string[] = []
  const text = (name: string, fallback: string) => {
    const value = env[name]
    return typeof value === 'string' && value !== '' ? value : fallback
  }
  const number = (name: keyof typeof NODE_NUMBERS) => {
    const [fallback, min, max] = NODE_NUMBERS[name]
    const value = text(name, String(fallback))
    if (/^\d+$/.test(value) && Number(value) >= min && Number(value) <= max) return Number(value)
    mistakes.push(`${name} must be a number from ${min} to ${max}, not "${value}".`)
    return fallback
  }
  const reconcile = text('RECONCILE', 'inside')
  if (reconcile !== 'inside' && reconcile !== 'outside') {
    mistakes.push(`RECONCILE must be inside or outside, not "${reconcile}".`)
  }
  if (reconcile === 'outside' && env.ADMIN_SECRET === undefined && env.TIMER_SECRET === undefined) {
    mistakes.push(
      'RECONCILE=outside needs ADMIN_SECRET or TIMER_SECRET: without them no timer outside can begin the job.',
    )
  }
  const environment: NodeEnvironment = {
    port: number('PORT'),
    hostname: text('HOST', NODE_TEXTS.HOST),
    databasePath: text('DATABASE', NODE_TEXTS.DATABASE),
    databaseConnections: number('DATABASE_CONNECTIONS'),
    trustedProxies: number('TRUSTED_PROXIES'),
    keepAliveSeconds: number('KEEP_ALIVE_SECONDS'),
    drainSeconds: number('DRAIN_SECONDS'),
    reconcile: reconcile === 'outside' ? 'outside' : 'inside',
  }
  return mistakes.length > 0 ? { mistakes } : { environment }
}
