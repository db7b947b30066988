import http from 'node:http'
import https from 'node:https'
import { TLSSocket } from 'node:tls'
import { localhostLookup } from '../../node-ports/localhost-lookup'
import { NetworkError } from './network-error'

export interface Request {
  method: 'GET' | 'POST'
  url: string
  headers?: Readonly<Record<string, string>>
  body?: string
}

export interface Answer {
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  text: string
  /** The Date of the answer, milliseconds since 1970; undefined without one. */
  date: number | undefined
  /** Of an https server: when its certificate ends, milliseconds since 1970. */
  certificateEndsAt: number | undefined
}

/**
 * Sends one request; redirects are not followed. Any status is an answer.
 * Rejects with a NetworkError.
 */
export type Send = (request: Request) => Promise<Answer>

/** Longest wait for one answer, body included, milliseconds. */
const TIMEOUT_MS = 10_000
/** Bytes of an answer; all that is asked for have some hundred. */
const ANSWER_MAX_BYTES = 1024 * 1024

export interface Network {
  send: Send
  /** Requests that were sent. */
  readonly calls: number
  close(): void
}

/** HTTP by Node's own modules: they tell certificates and system errors, and find the emulator's buckets. */
export function nodeNetwork(timeoutMs = TIMEOUT_MS): Network {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  let calls = 0
  return {
    get calls() {
      return calls
    },
    async send(request) {
      calls += 1
      const { protocol, host } = new URL(request.url)
      const agent = agents[protocol as keyof typeof agents]
      const signal = AbortSignal.timeout(timeoutMs)
      try {
        return await exchange(request, agent, signal)
      } catch (error) {
        // The error's message can hold the URL, and that a secret.
        throw new NetworkError(signal.aborted ? 'TIMEOUT' : codeOf(error), host)
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

function exchange({ method, url, headers, body = '' }: Request, agent: http.Agent, signal: AbortSignal) {
  return new Promise<Answer>((resolve, reject) => {
    const client = url.startsWith('https:') ? https : http
    const options = {
      method,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent,
      lookup: localhostLookup,
      signal,
    }
    const outgoing = client.request(url, options, (incoming) => {
      // Asked now: once the answer has ended, the connection may be gone.
      const certificateEndsAt = certificateEnd(incoming.socket)
      const chunks: Buffer[] = []
      let size = 0
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > ANSWER_MAX_BYTES) outgoing.destroy(Object.assign(new Error(), { code: 'ANSWER_TOO_LARGE' }))
        else chunks.push(chunk)
      })
      incoming.on('error', reject)
      incoming.on('end', () => {
        const date = Date.parse(incoming.headers.date ?? '')
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)])),
          text: Buffer.concat(chunks).toString(),
          date: Number.isNaN(date) ? undefined : date,
          certificateEndsAt,
        })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

function certificateEnd(socket: unknown): number | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const end = Date.parse(socket.getPeerCertificate().valid_to ?? '')
  return Number.isNaN(end) ? undefined : end
}

/** Where several addresses were tried, the error of each stands in a list. */
export function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: { code?: unknown }[] }
  const first = code ?? errors?.[0]?.code
  return typeof first === 'string' && first !== '' ? first : 'NO_ANSWER'
}
