import { createHash } from 'node:crypto'
import * as v from 'valibot'

/** What SetMessageCallback sets in an account: where notifications go, and with which key they are signed. */
export const callbackSchema = v.strictObject({
  /** At most 256 bytes. */
  url: v.pipe(v.string(), v.url(), v.maxLength(256)),
  /** Without a key, notifications are not signed. */
  key: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(32))),
})

export type Callback = v.InferOutput<typeof callbackSchema>

/**
 * X-VOD-TIMESTAMP and X-VOD-SIGNATURE of a notification: MD5 of `<URL as configured>|<unix seconds>|<key>`, lower-case
 * hex (VOD, "HTTP callback authentication"). The body is not part of it.
 */
export function signatureHeaders({ url, key }: Callback, now: number): Record<string, string> {
  if (key === undefined) return {}
  const timestamp = String(Math.floor(now / 1000))
  const signature = createHash('md5').update(`${url}|${timestamp}|${key}`).digest('hex')
  return { 'x-vod-timestamp': timestamp, 'x-vod-signature': signature }
}
