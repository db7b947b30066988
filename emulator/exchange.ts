import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { CloudError, ExchangeOver } from './errors'

/** The engine's largest part. */
const MOST_DRAINED_BYTES = 4 * 1024 * 1024

/** One request and its answer. Every answer goes through `send` or `sendStream`, so that faults can lose or stall it. */
export class Exchange {
  readonly request: IncomingMessage
  readonly url: URL
  /** Request id in the cloud's form, e.g. 5F1A0C… (upper-case hex). */
  readonly requestId = randomBytes(12).toString('hex').toUpperCase()
  /** Which every answer has, besides its own. */
  readonly answerHeaders: Record<string, string> = {}
  #response: ServerResponse
  #answerFault: 'lost' | 'stalled' | undefined

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request
    const target = request.url ?? '/'
    const origin = `http://${request.headers.host ?? 'localhost'}`
    // Joined, not resolved: a path that begins with // would name another host.
    this.url = new URL(target.startsWith('/') ? origin + target : target)
    this.#response = response
  }

  get method(): string {
    return this.request.method ?? 'GET'
  }

  /** A request header's value; several of one name are joined by ", ". */
  header(name: string): string | undefined {
    const value = this.request.headers[name.toLowerCase()]
    return Array.isArray(value) ? value.join(', ') : value
  }

  /** The bucket named by the host `<bucket>.localhost`, if it names one. */
  get bucket(): string | undefined {
    return /^([a-z0-9][a-z0-9-]*)\.localhost$/.exec(this.url.hostname)?.[1]
  }

  /** Resolves when the connection is gone or the answer has been sent. */
  get closed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#response.closed) resolve()
      else this.#response.once('close', resolve)
    })
  }

  get answered(): boolean {
    return this.#response.headersSent || this.#response.destroyed
  }

  /** The whole body of a small request. Bodies over `limit` bytes are a 413. */
  async readBody(limit = 1024 * 1024): Promise<Buffer> {
    const chunks: Buffer[] = []
    let size = 0
    // Leaving the loop early must not end the connection: the answer still goes out on it.
    for await (const chunk of this.request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > limit) throw new CloudError(413, 'RequestEntityTooLarge', `The body is larger than ${limit} bytes.`)
      chunks.push(chunk)
    }
    return Buffer.concat(chunks)
  }

  /**
   * Reads what a client is still sending, if that is no more than a part: one that is answered in the middle of its body
   * may see the connection break instead of the answer.
   */
  async drain(): Promise<void> {
    const { request } = this
    if (request.readableEnded || request.destroyed) return
    if (!(Number(this.header('content-length')) <= MOST_DRAINED_BYTES)) return
    request.resume()
    await finished(request, { cleanup: true }).catch(() => undefined) // It has left, and so needs no answer.
  }

  loseAnswer(): void {
    this.#answerFault = 'lost'
  }

  stallAnswer(): void {
    this.#answerFault = 'stalled'
  }

  /** Drops the connection with a TCP reset. */
  reset(): never {
    this.request.socket.resetAndDestroy()
    throw new ExchangeOver()
  }

  send(status: number, headers: Record<string, string>, body: string | Buffer = ''): void {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    this.#head(status, { ...headers, 'content-length': String(bytes.length) })
    this.#response.end(this.method === 'HEAD' ? undefined : bytes)
  }

  /** Headers must state content-length. */
  async sendStream(status: number, headers: Record<string, string>, body: Readable): Promise<void> {
    this.#head(status, headers)
    await pipeline(body, this.#response)
  }

  /** An answer without a body whose headers speak of the object's, as HEAD gives. */
  sendHead(status: number, headers: Record<string, string>): void {
    this.#head(status, headers)
    this.#response.end()
  }

  #head(status: number, headers: Record<string, string>): void {
    if (this.#answerFault === 'lost') this.reset()
    this.#response.writeHead(status, { ...this.answerHeaders, ...headers })
    if (this.#answerFault === 'stalled') {
      this.#response.flushHeaders()
      throw new ExchangeOver()
    }
  }
}
