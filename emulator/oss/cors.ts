import type { Cloud } from '../cloud'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'
import { sendError, sendPreflight } from './answer'
import type { CorsRule } from './cors-rules'

/** Adds to the answer, whatever it will be, what lets the page at this origin read it. Without a rule for it: nothing. */
export function allowOrigin(cloud: Cloud, exchange: Exchange): void {
  const origin = exchange.header('origin')
  if (origin === undefined) return
  const rule = cloud.corsRules.find(
    ({ allowedOrigins, allowedMethods }) =>
      matches(allowedOrigins, origin) && allowedMethods.some((method) => method === exchange.method),
  )
  if (!rule) return
  Object.assign(exchange.answerHeaders, headersOf(rule, origin))
}

/**
 * OptionObject: a browser asks whether a page may send a request. Needs no signature. Source: OSS, "OPTIONS"; the messages
 * are those of its page on errors of CORS.
 */
export async function answerPreflight(cloud: Cloud, exchange: Exchange): Promise<void> {
  const call = { ...(await cloud.begin(exchange, 'OptionObject')), exchange, startedAt: performance.now() }
  const origin = exchange.header('origin')
  const method = exchange.header('access-control-request-method')
  if (origin === undefined || method === undefined) {
    // Guessed: the page on OPTIONS calls both required, and names no error.
    throw new CloudError(400, 'BadRequest', 'Insufficient information. Origin request header needed.')
  }
  const asked = (exchange.header('access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const rule = cloud.corsRules.find(
    ({ allowedOrigins, allowedMethods, allowedHeaders }) =>
      matches(allowedOrigins, origin) &&
      allowedMethods.some((allowed) => allowed === method) &&
      asked.every((name) => matches(allowedHeaders, name)),
  )
  if (!rule) {
    const reason =
      cloud.corsRules.length === 0
        ? 'CORSResponse: CORS is not enabled for this bucket.'
        : 'CORSResponse: This CORS request is not allowed. The origin, the method or a header is not allowed by the rules of the bucket.'
    return sendError(call, new CloudError(403, 'AccessForbidden', reason))
  }
  sendPreflight(call, {
    ...headersOf(rule, origin),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(asked.length > 0 && { 'access-control-allow-headers': asked.join(', ') }),
    'access-control-max-age': String(rule.maxAgeSeconds),
  })
}

function headersOf({ exposeHeaders }: CorsRule, origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    ...(exposeHeaders.length > 0 && { 'access-control-expose-headers': exposeHeaders.join(', ') }),
    vary: 'Origin',
  }
}

/** `*` stands for any characters. */
function matches(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => {
    const [start = '', end] = pattern.toLowerCase().split('*', 2)
    const given = text.toLowerCase()
    return end === undefined
      ? given === start
      : given.startsWith(start) && given.endsWith(end) && given.length >= start.length + end.length
  })
}
