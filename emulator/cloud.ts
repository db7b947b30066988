import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account'
import { type AccountChanges, changeAccount } from './account-changes'
import { Credentials } from './credentials'
import { CloudError, ExchangeOver } from './errors'
import type { Exchange } from './exchange'
import { Faults } from './faults'
import { Nonces } from './gateway/nonces'
import { type CorsRule, vodBucketRules } from './oss/cors-rules'
import { ObjectStore } from './oss/object-store'
import { defaultSwitches, type Switches } from './switches'
import { Throttle } from './throttle'
import { announceArrival } from './vod/events/announce'
import { Outbox } from './vod/events/outbox'
import { ProgressReports } from './vod/progress-reports'
import { Videos } from './vod/videos'
import { AccessTokens } from './wechat/access-tokens'
import { LoginCodes } from './wechat/login-codes'
import type { SentMessage } from './wechat/sent-message'

/** All that the emulated cloud knows. Metadata lives in memory and ends with the process; objects are files. */
export class Cloud {
  readonly switches: Switches = { ...defaultSwitches }
  /** Of the bucket, as PutBucketCors would set them. */
  corsRules: readonly CorsRule[] = vodBucketRules
  readonly faults = new Faults()
  readonly calls = new Map<string, number>()
  readonly credentials: Credentials
  readonly loginCodes = new LoginCodes()
  readonly accessTokens = new AccessTokens()
  readonly messages: SentMessage[] = []
  readonly videos: Videos
  readonly progressReports = new ProgressReports()
  readonly outbox: Outbox
  readonly objects: ObjectStore
  readonly nonces = new Nonces()
  readonly throttle = new Throttle()
  /** Where the emulator listens; VOD's addresses have it. */
  port = 0
  /** The cloud's clock, milliseconds since 1970. A call has its own, which faults can skew. */
  readonly now: () => number
  readonly #original: Account
  #account: Account

  constructor(options: { account: Account; directory: string; now?: () => number }) {
    this.#original = options.account
    this.#account = options.account
    this.now = options.now ?? Date.now
    this.credentials = new Credentials(() => this.#account)
    this.objects = new ObjectStore(options.directory)
    this.videos = new Videos((video) => announceArrival(this, video))
    this.outbox = new Outbox({
      now: this.now,
      delivery: () => this.switches.eventDelivery,
      lateSeconds: () => this.switches.eventLateSeconds,
    })
  }

  get account(): Account {
    return this.#account
  }

  /** Changes what an operator has set up in the consoles; tokens that were issued before feel it, as in reality. */
  configure(changes: AccountChanges): void {
    this.#account = changeAccount(this.#account, changes)
  }

  /**
   * Forgets all data, faults and counts and sets the switches and the account back. The callback URL stays, and so do the
   * keys that were issued: services hold them until they end.
   */
  async reset(): Promise<void> {
    await this.outbox.reset()
    this.#account = this.#original
    Object.assign(this.switches, defaultSwitches)
    this.corsRules = vodBucketRules
    this.progressReports.reset()
    this.faults.clear()
    this.calls.clear()
    this.loginCodes.reset()
    this.messages.length = 0
    this.videos.reset()
    this.nonces.reset()
    this.throttle.reset()
    await this.objects.reset()
  }

  /**
   * Starts a call: counts it and lets faults strike. Each service calls it as soon as it knows the operation, before
   * anything is checked.
   */
  async begin(exchange: Exchange, operation: string): Promise<Call> {
    this.calls.set(operation, (this.calls.get(operation) ?? 0) + 1)
    let skewMs = 0
    let tokenExpired = false
    // By which clients set their clocks.
    const stamp = () => {
      exchange.answerHeaders.date = new Date(this.now() + skewMs).toUTCString()
    }
    stamp()
    for (const fault of this.faults.strike(operation)) {
      switch (fault.type) {
        case 'error':
          throw new CloudError(
            fault.status,
            fault.code,
            fault.message ?? `The emulator was told to answer ${fault.code}.`,
          )
        case 'respond':
          exchange.send(fault.status, { 'content-type': fault.contentType, ...fault.headers }, fault.body)
          throw new ExchangeOver()
        case 'reset':
          if (fault.when === 'before') exchange.reset()
          exchange.loseAnswer()
          break
        case 'delay':
          await delay(fault.ms, exchange)
          break
        case 'stall':
          exchange.stallAnswer()
          break
        case 'expiredToken':
          tokenExpired = true
          break
        case 'clockSkew':
          skewMs += fault.seconds * 1000
          stamp()
          break
      }
    }
    return { operation, now: () => this.now() + skewMs, tokenExpired }
  }
}

/** Waits, but no longer than the client does. */
async function delay(ms: number, exchange: Exchange): Promise<void> {
  const gone = new AbortController()
  void exchange.closed.then(() => gone.abort())
  await sleep(ms, undefined, { signal: gone.signal }).catch(() => {
    throw new ExchangeOver()
  })
}

/** A call under way: its operation, the cloud's clock as this call sees it (ms since 1970), and what faults ask for. */
export interface Call {
  operation: string
  now(): number
  tokenExpired: boolean
}
