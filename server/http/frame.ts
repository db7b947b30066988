import type { CallContext, CallMiddleware } from './call'

/** Longest request id that a caller may bring along, characters. */
const ID_MAX = 64

/**
 * What every answer has: nothing here is a page, or may be kept or embedded by anybody. Of OWASP's REST Security Cheat Sheet,
 * "Security Headers"; the rest of what hono's secureHeaders sends matters to pages alone, and each header is some
 * microseconds of a call.
 */
const EVERY_ANSWER = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=15552000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
}

/** Around each call: it has an id, the caller's own or a new one, and its answer has that and the headers of all answers. */
export const frame: CallMiddleware = async (c, next) => {
  const requestId = requestIdOf(c)
  c.set('requestId', requestId)
  await next()
  const { headers } = c.res
  headers.set('x-request-id', requestId)
  if (c.get('framed') === c.res) return
  for (const [name, value] of Object.entries(EVERY_ANSWER)) headers.set(name, value)
}

let ofJson: Headers | undefined

/**
 * An answer in JSON with the headers of all answers from the start, for what is called most: `frame` sets them one by one,
 * which is a good part of what such a call costs.
 */
export function framedJson(c: CallContext, value: object): Response {
  ofJson ??= new Headers({ ...EVERY_ANSWER, 'content-type': 'application/json' })
  // It copies them, whole: Response itself may not, on Node.
  const response = Response.json(value, { headers: ofJson })
  c.set('framed', response)
  return response
}

function requestIdOf(c: CallContext): string {
  const given = c.req.header('x-request-id')
  return given && given.length <= ID_MAX && !/[^\w\-=]/.test(given) ? given : crypto.randomUUID()
}
