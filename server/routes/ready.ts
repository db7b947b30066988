import type { CallHandler } from '../http/call'
import type { Service } from '../service'

/**
 * `GET /readyz` → 200 without a body: whether the database answers. For a balancer that decides whether this machine gets
 * calls; store_unavailable where it should get none.
 */
export function readyRoute({ leases }: Pick<Service, 'leases'>): CallHandler {
  return async (c) => {
    await leases.exist()
    return c.body(null, 200)
  }
}
