import type { SetTimer } from '../wechat/calls'
import { backOff } from './back-off'
import { ServiceError } from './service-error'
import { readSettings, type ServiceSettings } from './settings'
import type { TokenService } from './token-service'

const KEY = 'settings'
/** Seconds between tries at the launch: three minutes in all. */
const TRIES_S = [1, 3, 10, 30, 60, 90]

export interface KeptSettingsOptions {
  service: Pick<TokenService, 'getSettings'>
  /** Of the user: what is left of the day is this user's. */
  space: {
    get(key: string): unknown
    set(key: string, value: unknown): boolean
    onEnter(listener: () => void): unknown
  }
  setTimer: SetTimer
}

/** What the operator allows and offers, as last heard: also of an earlier life of the app. */
export class KeptSettings {
  readonly #options: KeptSettingsOptions
  readonly #listeners = new Set<(settings: ServiceSettings) => void>()
  #current: ServiceSettings | undefined
  #asking: Promise<boolean> | undefined

  constructor(options: KeptSettingsOptions) {
    this.#options = options
    this.#load()
    options.space.onEnter(() => {
      this.#load()
      void this.refresh()
    })
  }

  /** Undefined as long as the service has never told, which one of before issue 14 never does. */
  get current(): ServiceSettings | undefined {
    return this.#current
  }

  /** Asks the service. Resolves with what is known then, whether it has answered or not. */
  async refresh(): Promise<ServiceSettings | undefined> {
    await this.#ask()
    return this.#current
  }

  /** Asks at the app's launch, and again for some minutes where the service cannot be reached. */
  start(): void {
    backOff(() => this.#ask(), TRIES_S, this.#options.setTimer)
  }

  /** Calls the listener after each change. Returns what ends that. */
  subscribe(listener: (settings: ServiceSettings) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Once for all who ask together. */
  #ask(): Promise<boolean> {
    this.#asking ??= this.#askOnce().finally(() => {
      this.#asking = undefined
    })
    return this.#asking
  }

  /** @returns whether there is no more to be heard */
  async #askOnce(): Promise<boolean> {
    try {
      const settings = await this.#options.service.getSettings()
      this.#options.space.set(KEY, settings)
      this.#take(settings)
      return true
    } catch (error) {
      // Without settings the app does what it did before there were any.
      if (!(error instanceof ServiceError)) return false
      return error.code === 'user_changed' ? this.#askOnce() : !error.passing
    }
  }

  #load(): void {
    const kept = this.#options.space.get(KEY)
    this.#current = kept === undefined ? undefined : readSettings(kept)
  }

  #take(settings: ServiceSettings): void {
    this.#current = settings
    for (const listener of [...this.#listeners]) listener(settings)
  }
}
