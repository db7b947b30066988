import type { AppLifetime } from '../runtime/app-lifetime'
import { NetworkLog } from '../runtime/network-log'
import { networkOf, type SettingsStore } from '../runtime/settings'
import { CallError } from './call'
import { type Incoming, type Outgoing, send, setLineRate } from './proxy-client'
import { OFFLINE, REQUEST_TIMEOUT_MS } from './wechat-facts'

/** Requests, uploads and downloads that run at once. Beyond it WeChat queues or, in old versions, fails: we fail. */
const MOST_CONNECTIONS = 10
/** Bytes a second of the slow network: 3G. */
const SLOW_RATE = 200 * 1024

/** Milliseconds, from app.json's `networkTimeout`. */
export interface NetworkTimeouts {
  request: number
  uploadFile: number
}

export interface Connection {
  answer: Promise<Incoming>
  abort(): void
}

const never = new Promise<never>(() => undefined)

/** What all requests share: their number, the network, the app's background. */
export class Connections {
  readonly #open = new Set<AbortController>()
  readonly #settings: SettingsStore
  readonly #app: AppLifetime
  readonly #log: NetworkLog
  #lineIsSet: Promise<void> | undefined
  #ended = false

  constructor(settings: SettingsStore, app: AppLifetime, log = new NetworkLog()) {
    this.#log = log
    this.#settings = settings
    this.#app = app
    app.onInterrupt(() => this.#abortAll('interrupted'))
    settings.onChange((now, before) => {
      if (networkOf(now) === 'none') this.#abortAll(OFFLINE)
      if (now.slow !== before.slow) this.#setLine(now.slow)
    })
    if (settings.current.slow) this.#setLine(true)
  }

  get count(): number {
    return this.#open.size
  }

  /**
   * The app ends with its page, and so do its requests; nobody hears of it. A browser has six connections to a host and
   * lets the rest wait: with as many requests under way it would not get the page anew before one of them ends.
   */
  end(): void {
    this.#ended = true
    this.#abortAll('ended')
  }

  start(outgoing: Omit<Outgoing, 'signal' | 'timeoutMs'>, timeoutMs = REQUEST_TIMEOUT_MS): Connection {
    const controller = new AbortController()
    const answer = this.#logged(outgoing, this.#run(outgoing, timeoutMs, controller))
    return { answer, abort: () => controller.abort(new CallError('abort')) }
  }

  async #logged(outgoing: Omit<Outgoing, 'signal' | 'timeoutMs'>, answer: Promise<Incoming>) {
    const { method, url, body, header } = outgoing
    const action = Object.entries(header).find(([name]) => name.toLowerCase() === 'x-acs-action')?.[1]
    const end = this.#log.begin({ method, url, action, sent: bytesOf(body) })
    try {
      const incoming = await answer
      const { status, header } = incoming
      const requestId = REQUEST_IDS.map((name) => header[name]).find((id) => id !== undefined)
      end({ status, received: incoming.body.byteLength, ...(requestId !== undefined && { requestId }) })
      return incoming
    } catch (error) {
      end({ error: (error as Error).message })
      throw error
    }
  }

  async #run(outgoing: Omit<Outgoing, 'signal' | 'timeoutMs'>, timeout: number, controller: AbortController) {
    if (this.#ended) return never
    if (this.#app.interrupted) throw new CallError('interrupted')
    if (networkOf(this.#settings.current) === 'none') throw new CallError(OFFLINE)
    if (this.#open.size >= MOST_CONNECTIONS) {
      throw new CallError(`exceed max concurrent connection ${MOST_CONNECTIONS}`)
    }
    const timeoutMs = Math.min(timeout > 0 ? timeout : REQUEST_TIMEOUT_MS, REQUEST_TIMEOUT_MS)
    const timer = setTimeout(() => controller.abort(new CallError('timeout')), timeoutMs)
    this.#open.add(controller)
    try {
      await this.#lineIsSet
      return await send({ ...outgoing, timeoutMs, signal: controller.signal })
    } catch (error) {
      if (this.#ended) return await never
      throw error
    } finally {
      clearTimeout(timer)
      this.#open.delete(controller)
    }
  }

  #setLine(slow: boolean): void {
    // Where the preview has ended, the request itself says so.
    this.#lineIsSet = setLineRate(slow ? SLOW_RATE : undefined).catch(() => undefined)
  }

  #abortAll(reason: string): void {
    for (const controller of [...this.#open]) controller.abort(new CallError(reason))
  }
}

/** Headers by which our clouds and our service name a call. */
const REQUEST_IDS = ['x-oss-request-id', 'x-acs-request-id', 'x-request-id']

function bytesOf(body: Outgoing['body']): number {
  if (body === undefined) return 0
  if (typeof body === 'string') return new TextEncoder().encode(body).length
  return body instanceof Blob ? body.size : body.byteLength
}
