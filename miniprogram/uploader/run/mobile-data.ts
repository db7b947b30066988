import type { Conditions } from './conditions'

export interface MobileDataOptions {
  conditions: Conditions
  /** Bytes: what is left of a file may go over mobile data without a question up to this. */
  freeBytes: number
  /** Undefined: mobile data may always be used. */
  ask: ((bytes: number) => Promise<boolean>) | undefined
}

/** Asks before large files go over mobile data: once, for as long as the device stays on it. */
export class MobileData {
  readonly #options: MobileDataOptions
  #answer: 'none' | 'asking' | 'yes' | 'no' = 'none'

  constructor(options: MobileDataOptions) {
    this.#options = options
  }

  /** Whether a file with this many bytes left has to wait for the user's consent, or for another network. */
  holds(bytesLeft: number): boolean {
    const { conditions, freeBytes, ask } = this.#options
    if (!ask) return false
    if (conditions.network !== 'mobile') {
      if (conditions.network === 'other' && this.#answer !== 'asking') this.#answer = 'none'
      return false
    }
    if (bytesLeft <= freeBytes || this.#answer === 'yes') return false
    if (this.#answer === 'none') {
      this.#answer = 'asking'
      void this.#ask(ask, bytesLeft)
    }
    return true
  }

  /** The user wants to go on, whatever was answered. */
  allow(): void {
    this.#answer = 'yes'
    this.#options.conditions.changed()
  }

  async #ask(ask: (bytes: number) => Promise<boolean>, bytesLeft: number): Promise<void> {
    let consent = false
    try {
      consent = await ask(bytesLeft)
    } finally {
      // A question that fails is no consent; the failure itself is the app's, and reaches its error handler.
      if (this.#answer === 'asking') this.#answer = consent ? 'yes' : 'no'
      this.#options.conditions.changed()
    }
  }
}
