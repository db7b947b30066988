import type { Exchange } from '../../exchange'

/** The request's headers by lower-case name. */
export function headersOf(exchange: Exchange): Record<string, string> {
  return Object.fromEntries(Object.keys(exchange.request.headers).map((name) => [name, exchange.header(name) ?? '']))
}
