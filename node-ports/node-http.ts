import http from 'node:http'
import https from 'node:https'
import { type Http, type HttpRequest, type HttpResponse, UploadError } from '../miniprogram/uploader/index'
import { localhostLookup } from './localhost-lookup'

/** The engine's HTTP port on Node. Connections are kept; `close` ends them. */
export function nodeHttp(): Http & { close(): void } {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  return {
    send(request) {
      const abort = new AbortController()
      return { response: send(request, agents, abort.signal), abort: () => abort.abort() }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

type Agents = Record<'http:' | 'https:', http.Agent>

async function send(request: HttpRequest, agents: Agents, aborted: AbortSignal): Promise<HttpResponse> {
  const timedOut = AbortSignal.timeout(request.timeoutMs)
  const { origin, protocol } = new URL(request.url)
  try {
    return await exchange(request, agents[protocol as keyof Agents], AbortSignal.any([aborted, timedOut]))
  } catch (cause) {
    if (aborted.aborted) throw new UploadError('canceled', 'The request was aborted.', { cause })
    if (timedOut.aborted) {
      throw new UploadError('timed_out', `${origin} did not answer within ${request.timeoutMs / 1000} s.`, { cause })
    }
    throw new UploadError('network_failed', `${origin} cannot be reached (${reason(cause)}).`, { cause })
  }
}

function exchange(request: HttpRequest, agent: http.Agent, signal: AbortSignal): Promise<HttpResponse> {
  const { method, url, headers, body } = request
  const client = url.startsWith('https:') ? https : http
  const bytes = typeof body === 'string' ? Buffer.from(body) : new Uint8Array(body ?? new ArrayBuffer(0))
  return new Promise((resolve, reject) => {
    const outgoing = client.request(
      url,
      { method, headers: { ...headers, 'content-length': bytes.byteLength }, agent, lookup: localhostLookup, signal },
      (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
            text: Buffer.concat(chunks).toString(),
          }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

function reason(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  return code === 'ECONNREFUSED' ? 'nothing listens there' : (code ?? message)
}
