import type { CloudError } from '../errors'
import type { Exchange } from '../exchange'

export type Format = 'JSON' | 'XML'

/** The fields of an answer. */
export interface Fields {
  [name: string]: string | number | Fields | Fields[] | undefined
}

/**
 * The gateway lets web pages call it, whatever their origin: the vendor's web uploader relies on it at VOD. That STS
 * answers likewise is a guess from its being behind the same gateway; nothing here calls it from a page.
 */
const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': '*' }

export function sendAnswer(exchange: Exchange, format: Format, action: string, fields: Fields): void {
  send(exchange, 200, format, `${action}Response`, { RequestId: exchange.requestId, ...fields })
}

export function sendError(exchange: Exchange, format: Format, error: CloudError): void {
  send(exchange, error.status, format, 'Error', {
    RequestId: exchange.requestId,
    HostId: exchange.url.host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.aliyun.com/troubleshoot?q=${encodeURIComponent(error.code)}`,
    ...error.fields,
  })
}

/** Answers a browser that asks before it sends the headers of signature V3. */
export function sendPreflight(exchange: Exchange): void {
  exchange.send(200, {
    ...CORS,
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers': exchange.header('access-control-request-headers') ?? '*',
    'access-control-max-age': '172800',
  })
}

function send(exchange: Exchange, status: number, format: Format, root: string, fields: Fields): void {
  const headers = { ...CORS, 'x-acs-request-id': exchange.requestId }
  if (format === 'JSON') {
    exchange.send(status, { ...headers, 'content-type': 'application/json;charset=utf-8' }, JSON.stringify(fields))
  } else {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>${element(root, fields)}`
    exchange.send(status, { ...headers, 'content-type': 'text/xml;charset=utf-8' }, xml)
  }
}

function element(name: string, value: Fields[string]): string {
  if (value === undefined) return ''
  // A list is its element again and again.
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('')
  const content =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([name, value]) => element(name, value))
          .join('')
      : escapeXml(String(value))
  return `<${name}>${content}</${name}>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
