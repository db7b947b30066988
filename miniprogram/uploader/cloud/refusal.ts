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

/** The error for an answer that is no success. If that is for the clock's sake, the clock is set: the next try is right. */
export function refusal(
  by: 'VOD' | 'OSS',
  operation: string,
  response: HttpResponse,
  body: RefusalBody,
  clock: CloudClock,
): UploadError {
  const { status, headers } = response
  const { code = `HTTP ${status}`, message = 'no message', requestId } = body
  const error = new UploadError(
    by === 'VOD' ? 'vod_refused' : 'oss_refused',
    `${by} refused ${operation}: ${code} (${message})`,
    { status, cloudCode: code, requestId, retryAfterS: readRetryAfter(headers) },
  )
  if (isSkew(error)) clock.set(body.serverTime ?? headers.date ?? '')
  return error
}

/** Seconds of Retry-After: RFC 9110 writes them as such, or as a date. */
function readRetryAfter(headers: HttpResponse['headers']): number | undefined {
  const text = headers['retry-after'] ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  // Both dates are the server's, so that the device's clock does not matter.
  const seconds = (Date.parse(text) - Date.parse(headers.date ?? '')) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}
