import type { HttpResponse } from './ports'

/** What every refusal of a cloud tells about itself, whatever the format of its body. */
export function refusalDetails(response: HttpResponse): { status: number; retryAfterS?: number } {
  const retryAfterS = readRetryAfter(response)
  return { status: response.status, ...(retryAfterS !== undefined && { retryAfterS }) }
}

/** Seconds of Retry-After: RFC 9110 writes them as such, or as a date. */
function readRetryAfter({ headers }: HttpResponse): number | undefined {
  const text = headers['retry-after'] ?? ''
  if (/^\d+$/.test(text)) return Number(text)
  // Both dates are the server's, so that the device's clock does not matter.
  const seconds = (Date.parse(text) - Date.parse(headers.date ?? '')) / 1000
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}
