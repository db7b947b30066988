import type { MiddlewareHandler } from 'hono'
import type { Log } from '../log'
import { Problem } from '../problem'
import type { CallVariables } from './call'

/** Asked by machines all day long: it would drown the rest. */
const SILENT = 'GET /healthz'

/**
 * One line a call: who did what, with what result, and under which ids it is known here and in the cloud. What went
 * wrong on the service's side is an error, and says what the operator has to mend.
 */
export function audit(log: Log, now: () => number): MiddlewareHandler<{ Variables: CallVariables }> {
  return async (c, next) => {
    const startedAt = now()
    await next()
    const action = c.get('action')
    if (action === SILENT) return
    const { status } = c.res
    log({
      level: status >= 500 ? 'error' : 'info',
      event: 'call',
      requestId: c.get('requestId'),
      user: c.get('user'),
      action: action ?? 'unknown',
      result: status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed',
      ...(c.error && whatFailed(c.error)),
      status,
      upstreamRequestId:
        (c.error instanceof Problem && c.error.options.upstreamRequestId) || c.get('upstreamRequestId'),
      ms: now() - startedAt,
    })
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
