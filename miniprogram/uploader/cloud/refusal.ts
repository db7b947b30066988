import { UploadError } from '../errors'
import type { HttpResponse } from '../ports'
import type { CloudClock } from './clock'
import { isSkew } from './cloud-codes'

export type Cloud = 'VOD' | 'OSS'

/** The code of an error by the cloud that it is of. */
function codeOf<K extends 'refused' | 'malformed'>(by: Cloud, kind: K): `${Lowercase<Cloud>}_${K}` {
  return `${by.toLowerCase() as Lowercase<Cloud>}_${kind}`
}

/** What an answer says under a name. @throws {UploadError} vod_malformed, oss_malformed, where that is no text */
export function required(by: Cloud, name: string, value: unknown): string {
  if (value && typeof value === 'string') return value
  throw new UploadError(codeOf(by, 'malformed'), `${by}'s answer lacks ${name}.`)
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
  response: HttpResponse,
  read: (name: string) => string | undefined,
  clock: CloudClock,
): UploadError {
  const { status, headers } = response
  const named = read('Code')
  const code = named ?? `HTTP ${status}`
  // SignatureDoesNotMatch quotes the whole string to sign, the security token within.
  const [message] = (read('Message') ?? 'no message').split(/server string to sign is:/i)
  const stranger = named === undefined && isStranger(response)
  const error = new UploadError(
    codeOf(by, stranger ? 'malformed' : 'refused'),
    `${by} ${stranger ? 'has not answered' : 'refused'} ${operation}: ${code} (${message})`,
    {
      status,
      cloudCode: stranger ? undefined : code,
      requestId: read('RequestId') ?? headers['x-oss-request-id'],
      retryAfterS: readRetryAfter(headers),
    },
  )
  if (isSkew(error)) clock.set(read('ServerTime') ?? headers.date ?? '')
  return error
}

/**
 * Whether it is no answer of the cloud's: a portal or a proxy has answered, with a redirect or a page of its own, or what
 * the cloud has said was lost or cut on the way. The clouds name a code with whatever they refuse.
 */
function isStranger({ status, headers, text }: HttpResponse): boolean {
  // By these headers OSS and VOD mark their answers.
  const marked = Boolean(headers['x-oss-request-id'] || headers['x-acs-request-id'])
  return status < 400 || (status < 500 && (marked || text.trim() !== ''))
}

/** Seconds of Retry-After: RFC 9110 writes them as such, or as a date. */
function readRetryAfter(headers: HttpResponse['headers']): number | undefined {
  const text = headers['retry-after'] ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  // Both dates are the server's, so that the device's clock does not matter.
  const seconds = (Date.parse(text) - Date.parse(headers.date ?? '')) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}
