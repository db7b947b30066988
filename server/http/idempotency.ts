import { Problem } from '../problem'
import type { Idempotency } from '../video/video'
import type { CallContext } from './call'

/** A structured-field string, as the draft of the header has it, or the key as it is, as most clients send it. */
const KEY = /^(?:"([\x20\x21\x23-\x5b\x5d-\x7e]{1,64})"|([\x21\x23-\x7e]{1,64}))$/

/**
 * The Idempotency-Key of a call (draft-ietf-httpapi-idempotency-key-header), with a hash of what the call asks for;
 * undefined where it has none.
 * @throws {Problem} idempotency_key_invalid
 */
export async function idempotencyOf(c: CallContext, request: unknown): Promise<Idempotency | undefined> {
  const header = c.req.header('idempotency-key')
  if (header === undefined) return undefined
  const found = KEY.exec(header)
  const key = found?.[1] ?? found?.[2]
  if (key === undefined) {
    throw new Problem('idempotency_key_invalid', 'An Idempotency-Key is 1 to 64 printable characters of ASCII.')
  }
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(request)))
  return { key, request: Buffer.from(hash, 0, 16).toString('hex') }
}
