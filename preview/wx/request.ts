import { settle } from './call'
import type { Connections, NetworkTimeouts } from './connections'
import { Listeners } from './listeners'

type Option = WechatMiniprogram.RequestOption

/** What wx.request and wx.cloud.callContainer have in common. */
interface Asked {
  url: string
  method?: string
  header?: object
  data?: Option['data']
}

/** wx.request: success for every status, JSON by default in both directions. */
export function requestFamily(connections: Connections, timeouts: NetworkTimeouts) {
  return {
    request(option: Option) {
      const headersReceived = new Listeners<{ header: Record<string, string>; statusCode: number; cookies: string[] }>()
      const { url, method, header, body } = outgoing(option)
      const connection = connections.start({ url, method, header, body }, option.timeout ?? timeouts.request)
      const outcome = connection.answer.then(({ status, header: received, cookies, body: bytes }) => {
        headersReceived.emit({ header: received, statusCode: status, cookies })
        return { statusCode: status, header: received, cookies, data: incoming(bytes, option) }
      })
      const promise = settle('request', option as object, outcome)
      // A task is no promise in WeChat either: without callbacks nobody hears of a failure.
      promise?.catch(() => undefined)
      return {
        abort: connection.abort,
        onHeadersReceived: headersReceived.on,
        offHeadersReceived: headersReceived.off,
      }
    },
  }
}

/** What goes out for an option of wx.request, and of the calls that take the same. */
export function outgoing(option: Asked) {
  const method = (option.method ?? 'GET').toUpperCase()
  const given = Object.entries((option.header ?? {}) as Record<string, unknown>).map(([name, value]) => [
    name,
    String(value),
  ])
  const header = Object.fromEntries(given) as Record<string, string>
  const contentType = Object.keys(header).find((name) => name.toLowerCase() === 'content-type')
  if (contentType === undefined) header['content-type'] = 'application/json'
  const { data } = option
  if (data === undefined || data === null) return { url: option.url, method, header, body: undefined }
  if (method === 'GET' || method === 'HEAD') {
    if (typeof data !== 'object' || data instanceof ArrayBuffer)
      return { url: option.url, method, header, body: undefined }
    return { url: withQuery(option.url, data), method, header, body: undefined }
  }
  return { url: option.url, method, header, body: encode(data, header[contentType ?? 'content-type'] ?? '') }
}

function encode(data: NonNullable<Option['data']>, contentType: string): ArrayBuffer | string {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data
  return contentType.includes('x-www-form-urlencoded') ? toQuery(data) : JSON.stringify(data)
}

function withQuery(url: string, data: object): string {
  const query = toQuery(data)
  return query === '' ? url : `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function toQuery(data: object): string {
  return Object.entries(data)
    .map(([name, value]) => {
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
      return `${encodeURIComponent(name)}=${encodeURIComponent(text)}`
    })
    .join('&')
}

/** `dataType` is json unless said otherwise; what does not parse stays text. */
export function incoming(
  bytes: ArrayBuffer,
  { responseType, dataType = 'json' }: { responseType?: string; dataType?: string },
): unknown {
  if (responseType === 'arraybuffer') return bytes
  const text = new TextDecoder().decode(bytes)
  if (dataType !== 'json') return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
