import { nodeCrypto } from '../cloud/node-crypto'
import { Problem } from '../problem'
import type { CallContext, CallHandler } from './call'

/** A handler for the operator's calls: those with `Authorization: Bearer <ADMIN_SECRET>`. */
export function withAdmin(secret: string, handle: (c: CallContext) => Response | Promise<Response>): CallHandler {
  const isRight = isSecret(secret)
  return (c) => {
    if (!isRight(/^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '')) {
      throw new Problem('admin_refused', 'Send "Authorization: Bearer <ADMIN_SECRET>".', {
        headers: { 'www-authenticate': 'Bearer' },
      })
    }
    return handle(c)
  }
}

/** Compares what was given with a secret. Hashes have one length, and comparing them takes one time, whatever was sent. */
export function isSecret(secret: string): (given: string) => boolean {
  let expected: Buffer | undefined
  return (given) => {
    expected ??= hashOf(secret)
    return nodeCrypto().timingSafeEqual(hashOf(given), expected)
  }
}

function hashOf(secret: string): Buffer {
  return nodeCrypto().createHash('sha256').update(secret).digest()
}
