import { createHash } from 'node:crypto'

export const CALLBACK = { VOD_CALLBACK_URL: 'https://service.example/vod/events', VOD_CALLBACK_KEY: 'Callback1' }

/** A notification of VOD for the service, signed. What `changes` says is altered after signing. */
export function signedEvent(
  body: Record<string, unknown> | string,
  { url = CALLBACK.VOD_CALLBACK_URL, key = CALLBACK.VOD_CALLBACK_KEY, age = 0 } = {},
) {
  const timestamp = String(Math.floor(Date.now() / 1000) - age)
  return {
    body,
    headers: {
      'x-vod-timestamp': timestamp,
      'x-vod-signature': createHash('md5').update(`${url}|${timestamp}|${key}`).digest('hex'),
    } as Record<string, string>,
  }
}

/** A time as VOD writes it: `second` of some minute long past. */
export const eventTime = (second: number) =>
  new Date(1_700_000_000_000 + second * 1000).toISOString().replace('.000', '')
