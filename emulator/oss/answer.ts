import type { CloudError } from '../errors'
import { percentEncode } from '../gateway/percent-encode'
import type { OssCall } from './call'
import { writeXml, type Xml } from './xml'

const XML = { 'content-type': 'application/xml' }

/** The headers that every answer has. `Date` is the cloud's clock as this call sees it. */
export function answerHeaders({ exchange, startedAt, now }: Pick<OssCall, 'exchange' | 'startedAt' | 'now'>) {
  return {
    server: 'AliyunOSS',
    date: new Date(now()).toUTCString(),
    'x-oss-request-id': exchange.requestId,
    /** Milliseconds that the call has taken. */
    'x-oss-server-time': String(Math.round(performance.now() - startedAt)),
  }
}

export function sendEmpty(oss: OssCall, status: number, headers: Record<string, string> = {}): void {
  oss.exchange.send(status, { ...answerHeaders(oss), ...headers })
}

/** To a browser that asks whether a page may send a request. OSS answers it with 200 and no body. */
export function sendPreflight(
  call: Pick<OssCall, 'exchange' | 'startedAt' | 'now'>,
  headers: Record<string, string>,
): void {
  call.exchange.send(200, { ...answerHeaders(call), ...headers })
}

export function sendXml(
  oss: OssCall,
  root: string,
  content: Xml,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): void {
  oss.exchange.send(status, { ...answerHeaders(oss), ...XML, ...headers }, writeXml(root, content))
}

/**
 * Sends an error in OSS's form (help page "Error responses"). What HEAD cannot say in a body goes to `x-oss-err`, as
 * base64 of it.
 */
export function sendError(call: Pick<OssCall, 'exchange' | 'startedAt' | 'now'>, error: CloudError): void {
  const { exchange } = call
  const { EC: ec, ...fields } = error.fields
  const body = writeXml('Error', {
    Code: error.code,
    Message: error.message,
    RequestId: exchange.requestId,
    HostId: exchange.url.host,
    ...fields,
    EC: ec,
    RecommendDoc: ec && `https://api.aliyun.com/troubleshoot?q=${ec}`,
  })
  const headers = { ...answerHeaders(call), ...XML, ...(ec && { 'x-oss-ec': ec }) }
  if (exchange.method === 'HEAD') {
    exchange.sendHead(error.status, { ...headers, 'x-oss-err': Buffer.from(body).toString('base64') })
  } else {
    exchange.send(error.status, headers, body)
  }
}

/** The object's name as an element of an answer, percent-encoded where the caller asks for that. */
export function keyInXml({ key, query }: OssCall): { EncodingType?: string; Key: string } {
  return query.get('encoding-type') === 'url' ? { EncodingType: 'url', Key: percentEncode(key) } : { Key: key }
}
