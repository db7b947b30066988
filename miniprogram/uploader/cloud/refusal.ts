import { UploadError } from '../errors'
import type { HttpResponse } from '../ports'
import type { CloudClock } from './clock'
import { isSkew } from './cloud-codes'

/** What a cloud says of its refusal, read from a body of its own format. */
export interface RefusalBody {
  code?: string | undefined
  message?: string | undefined
  requestId?: string | undefined
  /** The cloud's time, ISO 8601, where the code is about that. */
  serverTime?: string | undefined
}

/**
 * The error for an answer that is no success. One without the cloud's code is a portal's or a proxy's, or was cut: it
 * passes, as the network does that put it there. If it is refused for the clock's sake, the clock is set: the next try is
 * right.
 */
export function refusal(
  by: 'VOD' | 'OSS',
  operation: string,
  response: HttpResponse,
  body: RefusalBody,
  clock: CloudClock,
): UploadError {
  const { status, headers } = response
  const cloud = by === 'VOD' ? 'vod' : 'oss'
  const { message = 'no message', requestId } = body
  const retryAfterS = readRetryAfter(headers)
  if (body.code === undefined && isStranger(response)) {
    return new UploadError(`${cloud}_malformed`, `Not ${by} has answered ${operation}: HTTP ${status}.`, {
      status,
      retryAfterS,
    })
  }
  const code = body.code ?? `HTTP ${status}`
  const error = new UploadError(`${cloud}_refused`, `${by} refused ${operation}: ${code} (${message})`, {
    status,
    cloudCode: code,
    requestId,
    retryAfterS,
  })
  if (isSkew(error)) clock.set(body.serverTime ?? headers.date ?? '')
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
