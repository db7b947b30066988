import { type Http, type HttpRequest, type HttpResponse, UploadError } from '../miniprogram/uploader/index'

/**
 * The engine's HTTP port by `fetch`. Of an answer only what CORS exposes can be read; a refusal by CORS is a failure without
 * a status, as if nothing had answered. Browsers show no redirect to a page: one is `network_failed`, and is not followed.
 */
export const webHttp: Http = {
  send(request) {
    const call = new AbortController()
    return { response: send(request, call), abort: () => call.abort('canceled') }
  },
}

async function send(
  { method, url, headers, body, timeoutMs }: HttpRequest,
  call: AbortController,
): Promise<HttpResponse> {
  const { origin } = new URL(url, location.href)
  const timer = setTimeout(() => call.abort('timed_out'), timeoutMs)
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers },
      ...(body !== undefined && { body }),
      signal: call.signal,
      redirect: 'manual',
      cache: 'no-store',
      // The signature says who calls. With cookies CORS would have to name the origin.
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    })
    if (response.type === 'opaqueredirect') {
      throw new UploadError('network_failed', `${origin} answered with a redirect, which is not followed.`)
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), text: await response.text() }
  } catch (cause) {
    throw cause instanceof UploadError ? cause : failureOf(cause, origin, timeoutMs, call.signal)
  } finally {
    clearTimeout(timer)
  }
}

function failureOf(cause: unknown, origin: string, timeoutMs: number, { aborted, reason }: AbortSignal): UploadError {
  if (!aborted) {
    const message = `${origin} cannot be reached, or does not let pages of ${location.origin} call it (CORS).`
    return new UploadError('network_failed', message, { cause })
  }
  if (reason === 'canceled') return new UploadError('canceled', 'The request was aborted.', { cause })
  return new UploadError('timed_out', `${origin} did not answer within ${timeoutMs / 1000} s.`, { cause })
}
