import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import https from 'node:https'
import { pipeline } from 'node:stream/promises'
import { localhostLookup } from '../../node-ports/localhost-lookup'
import type { Caller } from '../wx/proxy-client'
import { type CloudRun, gatewayHeaders } from './gateway'
import { type Rewrites, targetOf } from './targets'
import { Line, throttle } from './throttle'

/** Milliseconds between two reports of progress. */
const REPORT_EVERY_MS = 50

type Report = (id: string, sent: number) => void

/**
 * `POST /__wx/request`: sends a request of the app, which stands in headers (`x-wx-target`, `x-wx-method`,
 * `x-wx-headers`) and body, as WeChat Cloud Run's gateway does where `x-wx-caller` says who calls by it. The answer's
 * status and headers come back as data (`x-wx-status`, `x-wx-headers`), so that the browser hides none; a failure as
 * `x-wx-error`. When the browser leaves, the request ends.
 */
export async function proxyRequest(
  request: IncomingMessage,
  response: ServerResponse,
  rewrites: Rewrites,
  report: Report,
  { line = new Line(), cloudRun }: { line?: Line; cloudRun?: CloudRun | undefined } = {},
): Promise<void> {
  const left = new AbortController()
  response.once('close', () => left.abort())
  try {
    const way = one(request.headers, 'x-wx-caller') === '' ? direct(request, rewrites) : byGateway(request, cloudRun)
    if (typeof way === 'string') return refuse(request, response, way)
    const answer = await exchange(request, way, { signal: left.signal, report, line })
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'x-wx-status': String(answer.statusCode ?? 0),
      'x-wx-headers': encodeURIComponent(JSON.stringify(linesOf(answer.rawHeaders))),
    })
    await pipeline(answer, response)
  } catch (error) {
    if (left.signal.aborted) return
    if (response.headersSent) response.destroy()
    else refuse(request, response, reason(error as NodeJS.ErrnoException))
  }
}

interface Way {
  target: URL
  headers: Record<string, string>
}

/** Where a request goes and what is said with it, or why it goes nowhere. */
function direct({ headers }: IncomingMessage, rewrites: Rewrites): Way | string {
  const address = decodeURIComponent(one(headers, 'x-wx-target'))
  const target = targetOf(address, rewrites)
  if (!target) return 'url not in domain list'
  // As the app named it, whatever the rewrites made of it: its signatures cover it.
  return { target, headers: { ...ownHeaders(headers), host: new URL(address).host } }
}

function byGateway({ headers }: IncomingMessage, cloudRun: CloudRun | undefined): Way | string {
  if (!cloudRun) return 'Error: errCode: -501000 | errMsg: Invalid host'
  const { pathname, search } = new URL(decodeURIComponent(one(headers, 'x-wx-target')))
  const target = new URL(pathname + search, cloudRun.url)
  const caller = JSON.parse(decodeURIComponent(one(headers, 'x-wx-caller'))) as Caller
  return { target, headers: { ...gatewayHeaders(ownHeaders(headers), caller, cloudRun.appId), host: target.host } }
}

function ownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return JSON.parse(decodeURIComponent(one(headers, 'x-wx-headers'))) as Record<string, string>
}

/** Names and values by turns become pairs. */
function linesOf(rawHeaders: string[]): [string, string][] {
  return rawHeaders.flatMap((name, i) => (i % 2 === 0 ? [[name, rawHeaders[i + 1] ?? '']] : [])) as [string, string][]
}

function exchange(
  request: IncomingMessage,
  way: Way,
  { signal, report, line }: { signal: AbortSignal; report: Report; line: Line },
): Promise<IncomingMessage> {
  const { headers } = request
  const length = headers['content-length']
  const outgoing = (way.target.protocol === 'https:' ? https : http).request(way.target, {
    method: one(headers, 'x-wx-method'),
    headers: {
      ...way.headers,
      ...(length !== undefined && length !== '0' && { 'content-length': length }),
    },
    agent: false,
    lookup: localhostLookup,
    signal,
  })
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve)
    outgoing.on('error', reject)
    if (length === undefined || length === '0') {
      outgoing.end()
      return
    }
    const id = headers['x-wx-progress']
    const reportSent = reporter(Number(length), (sent) => typeof id === 'string' && report(id, sent))
    // An early answer ends the upload: the reason is the answer, not the broken pipe.
    pipeline(request, throttle(line, reportSent), outgoing).catch(reject)
  })
}

/** Reports now and then, and at the end. */
function reporter(total: number, report: (sent: number) => void): (sent: number) => void {
  let last = 0
  return (sent) => {
    const now = performance.now()
    if (sent < total && now - last < REPORT_EVERY_MS) return
    last = now
    report(sent)
  }
}

function refuse(request: IncomingMessage, response: ServerResponse, error: string): void {
  request.resume()
  // 200: the browser's console calls every other status an error.
  response.writeHead(200, { 'x-wx-error': encodeURIComponent(error) }).end()
}

/** As Android's network library words it. */
function reason({ code, message }: NodeJS.ErrnoException): string {
  const [number, name] = ERRORS[code ?? ''] ?? [-2, `ERR_FAILED ${code ?? message}`]
  return `errcode:${number} cronet_error_code:${number} error_msg:net::${name}`
}

const ERRORS: Record<string, [number, string]> = {
  ECONNREFUSED: [-102, 'ERR_CONNECTION_REFUSED'],
  ECONNRESET: [-101, 'ERR_CONNECTION_RESET'],
  EPIPE: [-101, 'ERR_CONNECTION_RESET'],
  ENOTFOUND: [-105, 'ERR_NAME_NOT_RESOLVED'],
}

function one(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}
