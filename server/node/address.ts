import type { HttpBindings } from '@hono/node-server'
import type { CallContext } from '../http/call'
import { addressKey } from '../limits/address'

/**
 * Whom a call comes from. Anybody can send X-Forwarded-For, so of its addresses only those count that our own proxies
 * have added: the last ones.
 * @param trustedProxies how many proxies stand in front of the service
 */
export function addressBehind(trustedProxies: number): (c: CallContext) => string {
  return (c) => {
    const { incoming } = c.env as HttpBindings
    const path = [...(c.req.header('x-forwarded-for') ?? '').split(','), incoming.socket.remoteAddress ?? '']
      .map((address) => address.trim())
      .filter((address) => address !== '')
    return addressKey(path.at(-1 - trustedProxies) ?? path[0] ?? '')
  }
}
