import type { RequestListener, ServerResponse } from 'node:http'
import { Problem } from '../problem'

/**
 * Answers 400 to requests whose Host and path make no URL, such as `Host: 256.1.1.1`, before anything is made of them:
 * the adapter would only notice in the middle of a call. The answer costs nothing and leaves no line in the log, so it is
 * not counted.
 */
export function wellFormedOnly(next: RequestListener): RequestListener {
  return (request, response) => {
    const { host = 'localhost' } = request.headers
    const path = request.url ?? ''
    // A proxy's request line has the whole URL.
    if (URL.canParse(path.startsWith('/') ? `http://${host}${path}` : path)) next(request, response)
    else refuse(response)
  }
}

/** The answer to a request that the adapter cannot make a URL of, whatever it is. */
export function invalidRequest(): Response {
  const { body, headers, status } = answer()
  return new Response(body, { status, headers })
}

function refuse(response: ServerResponse): void {
  const { body, headers, status } = answer()
  response.writeHead(status, headers).end(body)
}

function answer() {
  const problem = new Problem('invalid_request', 'The Host header and the path make no URL.')
  const requestId = crypto.randomUUID()
  const headers = { 'content-type': 'application/problem+json', 'x-request-id': requestId, 'cache-control': 'no-store' }
  return { status: problem.status, headers, body: problem.toBody(requestId) }
}
