import type { Conditions, Hold } from './conditions'
import type { Run } from './run'

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
 * What keeps a file from being sent for now, whatever the user wants: what conditions say, and mobile data. Asks before
 * much goes over that: about all that would go, and the answer is for all of it. What is added later is no part of that
 * answer. Everything is asked anew once the device has been on another network.
 * @param allDemands all files that would be sent now: those under way, and those that wait for their turn
 */
export function createHolds(
  conditions: Conditions,
  { mobileDataFreeBytes, confirmMobileData }: MobileDataOptions,
  allDemands: () => Demand[],
) {
  /** By file. Its bytes are those that the verdict is about. */
  const verdicts = new Map<string, Demand & { verdict: Verdict }>()
  let asking = false

  const is = (verdict: Verdict) => (demand: Demand) => verdicts.get(demand.id)?.verdict === verdict

  function set(demands: readonly Demand[], verdict: Verdict): void {
    for (const demand of demands) verdicts.set(demand.id, { ...demand, verdict })
  }

  /** Whether nothing is said of a file yet, or of less of it than is to go now. */
  function isOpen({ id, bytesLeft = 0 }: Demand): boolean {
    const { verdict, bytesLeft: judged = 0 } = verdicts.get(id) ?? { verdict: 'free', bytesLeft: -1 }
    return verdict === 'free' && bytesLeft > judged
  }

  async function decide(confirm: (bytes: number) => Promise<boolean>): Promise<void> {
    const all = allDemands()
    // Once it is known how much it is, or the question is answered, this is looked at again.
    if (asking || all.some(({ bytesLeft }) => bytesLeft === undefined)) return
    set(all.filter(isOpen), 'free')
    // With what has gone without a question, or is about to.
    if (sumOf([...verdicts.values()].filter(is('free'))) <= mobileDataFreeBytes) return
    const asked = all.filter(is('free'))
    let consent = false
    set(asked, 'asked')
    asking = true
    try {
      consent = await confirm(sumOf(asked))
    } finally {
      // A question that fails is no consent; the failure itself is the app's, and reaches its error handler.
      asking = false
      // What the user has allowed meanwhile, by the file itself, stays allowed.
      set(asked.filter(is('asked')), consent ? 'allowed' : 'refused')
      conditions.changed()
    }
  }

  /** Whether a file has to wait for the user's consent, or for another network. */
  function needsConsent(demand: Demand): boolean {
    const { network } = conditions
    if (!confirmMobileData) return false
    if (network === 'mobile') {
      if (isOpen(demand)) void decide(confirmMobileData)
      return !is('free')(demand) && !is('allowed')(demand)
    }
    if (network === 'other' && !asking) verdicts.clear()
    return false
  }

  function reason(demand: Demand): Hold | 'mobile-data' | undefined {
    return conditions.hold ?? (needsConsent(demand) ? 'mobile-data' : undefined)
  }

  return {
    needsConsent,
    reason,

    /** Waits until nothing holds the file up, or for the end of the run. */
    async end(run: Run, demand: () => Demand): Promise<void> {
      await run.until(conditions.known)
      while (reason(demand())) await run.wait<void>(conditions.watch)
    },

    /** Whether the user has said no to this file on this network. */
    refuses(demand: Demand): boolean {
      return conditions.network === 'mobile' && is('refused')(demand)
    },

    /** The user wants this file to go on, whatever was answered. */
    allow(id: string): void {
      set([{ id, bytesLeft: 0 }], 'allowed')
      conditions.changed()
    },
  }
}

export type Holds = ReturnType<typeof createHolds>

function sumOf(demands: readonly Demand[]): number {
  return demands.reduce((sum, { bytesLeft = 0 }) => sum + bytesLeft, 0)
}
