import { UploadError } from '../errors'
import type { HttpResponse } from '../ports'
import type { CloudClock } from './clock'
import { isSkew } from './cloud-codes'

export type Cloud = 'VOD' | 'OSS'

/** What an answer says under a name. @throws {UploadError} vod_malformed, oss_malformed, where that is no text */
export function required(by: Cloud, name: string, value: unknown): string {
  if (value && typeof value === 'string') return value
  throw new UploadError(`${by.toLowerCase() as Lowercase<Cloud>}_malformed`, `${by}'s answer lacks ${name}.`)
}

/**
 * The error for an answer that is no success. One without the cloud's code is a portal's or a proxy's, or was cut: it
 * passes, as the network does that put it there. If it is refused for the clock's sake, the clock is set: the next try is
 * right.
 * @param read what the cloud says under a name, in a body of its own format
 */
export function refusal(
  by: Cloud,
  operation: string,
  { status, headers, text }: HttpResponse,
  read: (name: string) => string | undefined,
  clock: CloudClock,
): UploadError {
  // By the ids OSS and VOD mark their answers.
  const { date = '', 'retry-after': retryAfter = '', 'x-oss-request-id': ossId, 'x-acs-request-id': vodId } = headers
  const named = read('Code')
  const code = named || `HTTP ${status}`
  // SignatureDoesNotMatch quotes the whole string to sign, the security token within.
  const [message] = (read('Message') ?? 'no message').split(/server string to sign is:/i)
  // No answer of the cloud's: a portal or a proxy has answered, with a redirect or a page of its own, or what the cloud has
  // said was lost or cut on the way. The clouds name a code with whatever they refuse.
  const stranger = !named && (status < 400 || (status < 500 && (ossId || vodId || text.trim())))
  // RFC 9110 writes seconds, or a date. Both dates are the server's, so that the device's clock does not matter.
  const retryAfterS = /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : Math.max(0, (Date.parse(retryAfter) - Date.parse(date)) / 1000)
  const error = new UploadError(
    `${by.toLowerCase() as Lowercase<Cloud>}_${stranger ? 'malformed' : 'refused'}`,
    `${by} ${stranger ? 'has not answered' : 'refused'} ${operation}: ${code} (${message})`,
    {
      status,
      cloudCode: stranger ? undefined : code,
      requestId: read('RequestId') ?? ossId,
      retryAfterS: retryAfterS >= 0 ? retryAfterS : undefined,
    },
  )
  if (isSkew(error)) clock.set(read('ServerTime') ?? date)
  return error
}
