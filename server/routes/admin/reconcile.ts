import { expectNoBody } from '../../http/body'
import type { CallContext, CallHandler } from '../../http/call'
import { Problem } from '../../problem'
import type { Service } from '../../service'

type Job = () => Promise<void>

/**
 * `POST /admin/reconcile` (ADMIN_SECRET) → `{serverTime}` once it is done: the scheduled job, for a timer outside of the
 * service. Where another machine is doing it, there is nothing to do.
 */
export function reconcileRoute({ now }: Service, job: Job) {
  return async (c: CallContext): Promise<Response> => {
    await expectNoBody(c)
    await job()
    return c.json({ serverTime: new Date(now()).toISOString() })
  }
}

/**
 * `POST /invoke`: the same for a timer trigger of Function Compute, whose payload must be TIMER_SECRET. Function Compute
 * sets the header x-fc-control-path, which clients cannot send: a client's own call of this path comes as /http-invoke.
 * Source: Function Compute documentation, "event handlers" of custom runtimes.
 */
export function invokeRoute({ now }: Service, isSecret: (given: string) => boolean, job: Job): CallHandler {
  return async (c) => {
    if (c.req.header('x-fc-control-path') !== '/invoke' || !isSecret(await payloadOf(c))) {
      throw new Problem('not_found', 'There is no POST /invoke.')
    }
    await job()
    return c.json({ serverTime: new Date(now()).toISOString() }, 200, { 'x-fc-status': '200' })
  }
}

/** What the operator has given the timer: the field `payload` of the event. */
async function payloadOf(c: CallContext): Promise<string> {
  try {
    const { payload } = ((await c.req.json()) ?? {}) as { payload?: unknown }
    return typeof payload === 'string' ? payload : ''
  } catch {
    // No JSON, or none that has fields: not of a timer.
    return ''
  }
}
