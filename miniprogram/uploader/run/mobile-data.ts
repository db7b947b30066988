import type { Conditions } from './conditions'

/** A file that would be sent now. */
export interface Demand {
  id: string
  /** Bytes still to be sent; undefined while the file is being looked at. */
  bytesLeft: number | undefined
}

export interface MobileDataOptions {
  /** Bytes: what may go over mobile data without a question, all files together. */
  mobileDataFreeBytes: number
  /** Not there: mobile data may always be used. */
  confirmMobileData?: (bytes: number) => Promise<boolean>
}

/** `free`: without a question, since all is little; `asked`: the user has not answered yet. */
type Verdict = 'free' | 'asked' | 'allowed' | 'refused'

/**
 * Asks before much goes over mobile data: about all that would go, and the answer is for all of it. What is added later
 * is no part of that answer. Everything is asked anew once the device has been on another network.
 */
export class MobileData {
  protected readonly conditions: Conditions
  readonly #options: MobileDataOptions
  readonly #demands: () => Demand[]
  /** By file. `bytes`: what the verdict is about. */
  readonly #verdicts = new Map<string, { verdict: Verdict; bytes: number }>()
  #asking = false

  /** @param demands all files that would be sent now: those under way, and those that wait for their turn */
  constructor(conditions: Conditions, options: MobileDataOptions, demands: () => Demand[]) {
    this.conditions = conditions
    this.#options = options
    this.#demands = demands
  }

  /** Whether a file has to wait for the user's consent, or for another network. */
  holds(demand: Demand): boolean {
    const { confirmMobileData: ask } = this.#options
    const { network } = this.conditions
    if (!ask) return false
    if (network === 'mobile') {
      if (this.#isOpen(demand)) this.#decide(ask)
      return !['free', 'allowed'].includes(this.#verdictOf(demand) ?? '')
    }
    if (network === 'other' && !this.#asking) this.#verdicts.clear()
    return false
  }

  /** Whether the user has said no to this file on this network. */
  refuses(demand: Demand): boolean {
    return this.conditions.network === 'mobile' && this.#verdictOf(demand) === 'refused'
  }

  /** The user wants this file to go on, whatever was answered. */
  allow(id: string): void {
    this.#set([{ id, bytesLeft: 0 }], 'allowed')
    this.conditions.changed()
  }

  #verdictOf({ id }: Demand): Verdict | undefined {
    return this.#verdicts.get(id)?.verdict
  }

  #set(demands: readonly Demand[], verdict: Verdict): void {
    for (const { id, bytesLeft: bytes = 0 } of demands) this.#verdicts.set(id, { verdict, bytes })
  }

  /** Whether nothing is said of a file yet, or of less of it than is to go now. */
  #isOpen({ id, bytesLeft = 0 }: Demand): boolean {
    const { verdict, bytes } = this.#verdicts.get(id) ?? { verdict: 'free', bytes: -1 }
    return verdict === 'free' && bytesLeft > bytes
  }

  #decide(ask: (bytes: number) => Promise<boolean>): void {
    const demands = this.#demands()
    // Once it is known how much it is, or the question is answered, this is looked at again.
    if (this.#asking || demands.some(({ bytesLeft }) => bytesLeft === undefined)) return
    const open = demands.filter((demand) => this.#isOpen(demand))
    let bytes = sumOf(open)
    // What has gone without a question, or is about to.
    for (const [id, { verdict, bytes: free }] of this.#verdicts) {
      if (verdict === 'free' && !open.some((demand) => demand.id === id)) bytes += free
    }
    if (bytes <= this.#options.mobileDataFreeBytes) this.#set(open, 'free')
    else
      void this.#ask(
        ask,
        demands.filter((demand) => (this.#verdictOf(demand) ?? 'free') === 'free'),
      )
  }

  async #ask(ask: (bytes: number) => Promise<boolean>, demands: readonly Demand[]): Promise<void> {
    let consent = false
    this.#set(demands, 'asked')
    this.#asking = true
    try {
      consent = await ask(sumOf(demands))
    } finally {
      // A question that fails is no consent; the failure itself is the app's, and reaches its error handler.
      this.#asking = false
      // What the user has allowed meanwhile, by the file itself, stays allowed.
      const open = demands.filter((demand) => this.#verdictOf(demand) === 'asked')
      this.#set(open, consent ? 'allowed' : 'refused')
      this.conditions.changed()
    }
  }
}

function sumOf(demands: readonly Demand[]): number {
  return demands.reduce((sum, { bytesLeft = 0 }) => sum + bytesLeft, 0)
}
