import type { Conditions } from './conditions'

/** A file that would be sent now. */
export interface Demand {
  id: string
  /** Bytes still to be sent; undefined while the file is being looked at. */
  bytesLeft: number | undefined
}

export interface MobileDataOptions {
  conditions: Conditions
  /** Bytes: what may go over mobile data without a question, all files together. */
  freeBytes: number
  /** Undefined: mobile data may always be used. */
  ask: ((bytes: number) => Promise<boolean>) | undefined
  /** All files that would be sent now: those under way, and those that wait for their turn. */
  demands: () => Demand[]
}

/** `free`: without a question, since all is little; `asked`: the user has not answered yet. */
type Verdict = 'free' | 'asked' | 'allowed' | 'refused'

/**
 * Asks before much goes over mobile data: about all that would go, and the answer is for all of it. What is added later
 * is no part of that answer. Everything is asked anew once the device has been on another network.
 */
export class MobileData {
  readonly #options: MobileDataOptions
  /** By file. `bytes`: what the verdict is about. */
  readonly #verdicts = new Map<string, { verdict: Verdict; bytes: number }>()
  #asking = false

  constructor(options: MobileDataOptions) {
    this.#options = options
  }

  /** Whether a file has to wait for the user's consent, or for another network. */
  holds({ id, bytesLeft }: Demand): boolean {
    const { conditions, ask } = this.#options
    if (!ask) return false
    if (conditions.network !== 'mobile') {
      if (conditions.network === 'other' && !this.#asking) this.#verdicts.clear()
      return false
    }
    const known = this.#verdicts.get(id)
    const outgrown = known?.verdict === 'free' && (bytesLeft ?? 0) > known.bytes
    if (!known || outgrown) this.#decide(ask)
    const verdict = this.#verdicts.get(id)?.verdict
    return verdict !== 'free' && verdict !== 'allowed'
  }

  /** Whether the user has said no to this file on this network. */
  refuses(id: string): boolean {
    return this.#options.conditions.network === 'mobile' && this.#verdicts.get(id)?.verdict === 'refused'
  }

  /** The user wants this file to go on, whatever was answered. */
  allow(id: string): void {
    this.#verdicts.set(id, { verdict: 'allowed', bytes: 0 })
    this.#options.conditions.changed()
  }

  #decide(ask: (bytes: number) => Promise<boolean>): void {
    const demands = this.#options.demands()
    // Once it is known how much it is, or the question is answered, this is looked at again.
    if (this.#asking || demands.some(({ bytesLeft }) => bytesLeft === undefined)) return
    const open = demands.filter(({ id, bytesLeft = 0 }) => {
      const known = this.#verdicts.get(id)
      return !known || (known.verdict === 'free' && bytesLeft > known.bytes)
    })
    let bytes = 0
    for (const { bytesLeft = 0 } of open) bytes += bytesLeft
    // What has gone without a question, or is about to.
    for (const [id, { verdict, bytes: free }] of this.#verdicts) {
      if (verdict === 'free' && !open.some((demand) => demand.id === id)) bytes += free
    }
    if (bytes <= this.#options.freeBytes) {
      this.#set(open, 'free')
      return
    }
    const asked = demands.filter(({ id }) => {
      const verdict = this.#verdicts.get(id)?.verdict
      return verdict === undefined || verdict === 'free'
    })
    this.#set(asked, 'asked')
    void this.#ask(ask, asked)
  }

  #set(demands: readonly Demand[], verdict: Verdict): void {
    for (const { id, bytesLeft: bytes = 0 } of demands) this.#verdicts.set(id, { verdict, bytes })
  }

  async #ask(ask: (bytes: number) => Promise<boolean>, asked: readonly Demand[]): Promise<void> {
    let consent = false
    this.#asking = true
    try {
      consent = await ask(asked.reduce((sum, { bytesLeft = 0 }) => sum + bytesLeft, 0))
    } finally {
      // A question that fails is no consent; the failure itself is the app's, and reaches its error handler.
      this.#asking = false
      // What the user has allowed meanwhile, by the file itself, stays allowed.
      const open = asked.filter(({ id }) => this.#verdicts.get(id)?.verdict === 'asked')
      this.#set(open, consent ? 'allowed' : 'refused')
      this.#options.conditions.changed()
    }
  }
}
