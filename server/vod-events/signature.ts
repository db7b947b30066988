import { nodeCrypto } from '../cloud/node-crypto'
import { Problem } from '../problem'

export interface CallbackSettings {
  /** The callback URL as it is configured at VOD, byte for byte. */
  url: string
  /** The key of today, and a former one while they are exchanged. */
  keys: readonly string[]
}

/** VOD's advice: an older notification is refused. The same holds for one from the future. */
const TOLERANCE_S = 5 * 60

/**
 * Checks X-VOD-SIGNATURE: MD5 of `<callback URL>|<X-VOD-TIMESTAMP>|<key>`, in hexadecimal (VOD, "HTTP callback
 * authentication"). It does not cover the body, which is why the callback has to be https.
 * @param now milliseconds since 1970
 * @throws {Problem} event_unsigned, event_signature_invalid, event_out_of_time
 */
export function checkSignature(header: (name: string) => string | undefined, callback: CallbackSettings, now: number) {
  const timestamp = header('x-vod-timestamp')
  const signature = header('x-vod-signature')
  if (!timestamp || !signature) {
    throw new Problem('event_unsigned', 'X-VOD-TIMESTAMP or X-VOD-SIGNATURE is missing.', {
      hint: 'an event without a signature: switch authentication on in the callback settings of VOD',
    })
  }
  const isRight = callback.keys.some((key) => isEqual(signature, sign(callback.url, timestamp, key)))
  if (!/^\d{10}$/.test(timestamp) || !isRight) {
    throw new Problem('event_signature_invalid', 'X-VOD-SIGNATURE does not fit.', {
      hint: 'VOD_CALLBACK_URL and VOD_CALLBACK_KEY must be exactly what the callback settings of VOD hold',
    })
  }
  if (Math.abs(now / 1000 - Number(timestamp)) > TOLERANCE_S) {
    throw new Problem('event_out_of_time', 'X-VOD-TIMESTAMP is more than 5 minutes away.')
  }
}

function sign(url: string, timestamp: string, key: string): string {
  return nodeCrypto().createHash('md5').update(`${url}|${timestamp}|${key}`).digest('hex')
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && nodeCrypto().timingSafeEqual(a, b)
}
