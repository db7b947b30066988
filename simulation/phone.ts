import type { NetworkKind } from '../miniprogram/uploader/index'
import { INTERRUPT_AFTER_MS, OFFLINE } from '../preview/wx/wechat-facts'
import type { SimulatedCloud } from './cloud'
import { type Fate, PhoneRequests, type Sent } from './phone-requests'
import type { VirtualTime } from './virtual-time'

/** A phone with WeChat on it: what outlives the app, and what the system does to it. */
export class Phone {
  readonly time: VirtualTime
  readonly storage = new Map<string, string>()
  readonly files = new Map<string, Uint8Array>()
  /** When each file was last changed, seconds since 1970, on a phone that knows. */
  readonly changedAt = new Map<string, number>()
  /** Milliseconds by which the phone's clock is wrong. */
  clockOff = 0
  storageFull = false
  /** Every call of the storage throws. */
  storageFails = false
  /** It has thrown at least once. */
  storageHasFailed = false
  /** The app does not hear of what the phone does. */
  losesEvents = false
  /** What the phone says of its network, whatever there is. */
  claimsNetwork: NetworkKind | undefined
  /** Calls that never call back, of those that come next: of the file system, and of getNetworkType. */
  lostFileCalls = 0
  lostNetworkCalls = 0
  /** Of one request's way to the cloud; the answer takes half of it. */
  latencyMs = 20
  bytesPerSecond = 1_000_000
  /** Whether wx.uploadFile reports progress: not every phone does. */
  reportsProgress = true
  hidden = false
  network: NetworkKind = 'other'
  life = 0
  /** Of the present life. */
  readonly timers = new Set<() => void>()
  readonly listeners = {
    network: new Set<(result: object) => void>(),
    hide: new Set<() => void>(),
    show: new Set<() => void>(),
  }
  screenKeptOn = false
  /** What happens to the next requests that match; then all is well again. */
  readonly fates: { fate: Fate; matches: (request: Sent['request']) => boolean }[] = []
  readonly requests: PhoneRequests
  #interruption: (() => void) | undefined

  constructor(time: VirtualTime, cloud: Pick<SimulatedCloud, 'send'>, random: () => number) {
    this.time = time
    this.requests = new PhoneRequests(this, cloud, random)
  }

  /** Requests that the app still waits for. */
  get waiting(): number {
    return this.requests.waiting
  }

  /** All requests of all lives, in their order. */
  get sent(): readonly Sent[] {
    return this.requests.sent
  }

  /** The system ends the app: nothing of it ever runs again. */
  kill(): void {
    this.life++
    for (const end of [...this.timers]) end()
    this.timers.clear()
    for (const listeners of Object.values(this.listeners)) listeners.clear()
    this.requests.forget()
    this.screenKeptOn = false
    this.show()
  }

  hide(): void {
    if (this.hidden) return
    this.hidden = true
    this.#call(this.listeners.hide)
    this.#interruption = this.time.set(() => this.requests.failAll('interrupted'), INTERRUPT_AFTER_MS)
  }

  show(): void {
    if (!this.hidden) return
    this.hidden = false
    this.#interruption?.()
    this.#call(this.listeners.show)
  }

  setNetwork(kind: NetworkKind): void {
    if (this.network === kind) return
    this.network = kind
    if (kind === 'none') this.requests.failAll(OFFLINE)
    this.#call(this.listeners.network, this.networkStatus)
  }

  /** Other bytes lie at a path from now on. */
  changeFile(path: string, bytes: Uint8Array): void {
    this.files.set(path, bytes)
    if (this.changedAt.has(path)) this.changedAt.set(path, Math.floor(this.time.now() / 1000))
  }

  #call<A extends unknown[]>(listeners: ReadonlySet<(...args: A) => void>, ...args: A): void {
    if (this.losesEvents) return
    for (const listener of [...listeners]) listener(...args)
  }

  get networkStatus(): { isConnected: boolean; networkType: string } {
    const claimed = this.claimsNetwork ?? this.network
    const networkType = { none: 'none', mobile: '4g', other: 'wifi' }[claimed]
    return { isConnected: claimed !== 'none', networkType }
  }

  setTimer(callback: () => void, ms: number): () => void {
    const end = this.time.set(() => {
      this.timers.delete(end)
      callback()
    }, ms)
    this.timers.add(end)
    return () => {
      this.timers.delete(end)
      end()
    }
  }
}
