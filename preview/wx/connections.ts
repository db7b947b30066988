import type { AppLifetime } from '../runtime/app-lifetime'
import { networkOf, type SettingsStore } from '../runtime/settings'
import { CallError } from './call'
import { type Incoming, type Outgoing, send } from './proxy-client'
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

/** What all requests share: their number, the network, the app's background. */
export class Connections {
  readonly #open = new Set<AbortController>()
  readonly #settings: SettingsStore
  readonly #app: AppLifetime

  constructor(settings: SettingsStore, app: AppLifetime) {
    this.#settings = settings
    this.#app = app
    app.onInterrupt(() => this.#abortAll('interrupted'))
    settings.onChange((now) => {
      if (networkOf(now) === 'none') this.#abortAll(OFFLINE)
    })
  }

  get count(): number {
    return this.#open.size
  }

  start(outgoing: Omit<Outgoing, 'signal' | 'uploadRate' | 'timeoutMs'>, timeoutMs = REQUEST_TIMEOUT_MS): Connection {
    const controller = new AbortController()
    return { answer: this.#run(outgoing, timeoutMs, controller), abort: () => controller.abort(new CallError('abort')) }
  }

  async #run(
    outgoing: Omit<Outgoing, 'signal' | 'uploadRate' | 'timeoutMs'>,
    timeout: number,
    controller: AbortController,
  ) {
    if (this.#app.interrupted) throw new CallError('interrupted')
    if (networkOf(this.#settings.current) === 'none') throw new CallError(OFFLINE)
    if (this.#open.size >= MOST_CONNECTIONS) {
      throw new CallError(`exceed max concurrent connection ${MOST_CONNECTIONS}`)
    }
    const timeoutMs = Math.min(timeout > 0 ? timeout : REQUEST_TIMEOUT_MS, REQUEST_TIMEOUT_MS)
    const timer = setTimeout(() => controller.abort(new CallError('timeout')), timeoutMs)
    this.#open.add(controller)
    try {
      const uploadRate = this.#settings.current.slow ? SLOW_RATE : undefined
      return await send({ ...outgoing, timeoutMs, uploadRate, signal: controller.signal })
    } finally {
      clearTimeout(timer)
      this.#open.delete(controller)
    }
  }

  #abortAll(reason: string): void {
    for (const controller of [...this.#open]) controller.abort(new CallError(reason))
  }
}
