/** What fetch is told of a call of the service. A text goes as it is, anything else as JSON; undefined is no body. */
export function jsonRequest(method: string, body?: unknown, headers: Record<string, string> = {}) {
  return {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }
}
