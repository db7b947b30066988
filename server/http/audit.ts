import { minuteLimiter } from '../limits/minute-limiter'
import type { Log } from '../log'
import { type Metrics, noMetrics } from '../metrics/metrics'
import { Problem, problemCodeOf } from '../problem'
import type { CallContext, CallMiddleware } from './call'
import { HEALTH_PATH, PREFLIGHT, READY_PATH } from './paths'

/** Lines a minute about calls that were refused because there were too many, for each user and each address. */
const OVER_LIMIT_LINES = 1
/** Lines a minute about calls without a session that came to nothing, from all addresses together. */
const ANONYMOUS_LINES = 1000

/**
 * One line a call: who did what, with what result, and under which ids it is known here and in the cloud. What went
 * wrong on the service's side is an error, and says what the operator has to mend. Whoever has no session, or is over a
 * limit, cannot fill the log: `unlogged` is the number of lines that were left out before this one.
 */
export function audit(log: Log, now: () => number, metrics: Metrics = noMetrics): CallMiddleware {
  const overLimit = minuteLimiter(OVER_LIMIT_LINES, now)
  const anonymous = minuteLimiter(ANONYMOUS_LINES, now)
  let unlogged = 0

  const isLogged = (c: CallContext): boolean => {
    if (c.res.status < 400) return true
    const isOverLimit = c.error instanceof Problem && c.error.code === 'too_many_calls'
    if (isOverLimit && !overLimit.admits(c.get('countedUnder') ?? '')) return false
    return c.get('user') !== undefined || anonymous.admits('')
  }

  return async (c, next) => {
    const startedAt = now()
    await next()
    // Asked by machines all day long: it would drown the rest.
    const code = c.error ? problemCodeOf(c.error) : 'ok'
    metrics.called(c.get('action') ?? 'unknown', code, c.res.status, now() - startedAt)
    if (c.get('action') === `GET ${HEALTH_PATH}`) return
    if (c.res.ok && (c.get('action') === `GET ${READY_PATH}` || c.get('action') === PREFLIGHT)) return
    if (!isLogged(c)) {
      unlogged++
      return
    }
    const { status } = c.res
    log({
      level: status >= 500 ? 'error' : 'info',
      event: 'call',
      requestId: c.get('requestId'),
      user: c.get('user'),
      action: c.get('action') ?? 'unknown',
      result: status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed',
      ...(c.error && whatFailed(c.error)),
      status,
      upstreamRequestId:
        (c.error instanceof Problem && c.error.options.upstreamRequestId) || c.get('upstreamRequestId'),
      ms: now() - startedAt,
      ...(unlogged > 0 && { unlogged }),
    })
    unlogged = 0
  }
}

function whatFailed(error: Error): { code: string; hint: string | undefined } {
  if (error instanceof Problem) {
    return { code: error.code, hint: error.options.hint ?? (error.status >= 500 ? error.detail : undefined) }
  }
  // Of an unforeseen error only the type and the place: its message may quote what a client or a cloud sent.
  return { code: 'internal_error', hint: `${error.name} ${firstFrame(error)}` }
}

function firstFrame(error: Error): string {
  return /^\s*at .*$/m.exec(error.stack ?? '')?.[0].trim() ?? ''
}
