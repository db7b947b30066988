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
  /** By file. `bytes`: what the verdict is about. */
  const verdicts = new Map<string, { verdict: Verdict; bytes: number }>()
  let asking = false

  function verdictOf({ id }: Demand): Verdict | undefined {
    return verdicts.get(id)?.verdict
  }

  function set(demands: readonly Demand[], verdict: Verdict): void {
    for (const { id, bytesLeft: bytes = 0 } of demands) verdicts.set(id, { verdict, bytes })
  }

  /** Whether nothing is said of a file yet, or of less of it than is to go now. */
  function isOpen({ id, bytesLeft = 0 }: Demand): boolean {
    const { verdict, bytes } = verdicts.get(id) ?? { verdict: 'free', bytes: -1 }
    return verdict === 'free' && bytesLeft > bytes
  }

  async function decide(confirm: (bytes: number) => Promise<boolean>): Promise<void> {
    const all = allDemands()
    // Once it is known how much it is, or the question is answered, this is looked at again.
    if (asking || all.some(({ bytesLeft }) => bytesLeft === undefined)) return
    const open = all.filter(isOpen)
    let bytes = sumOf(open)
    // What has gone without a question, or is about to.
    for (const [id, { verdict, bytes: free }] of verdicts) {
      if (verdict === 'free' && !open.some((demand) => demand.id === id)) bytes += free
    }
    if (bytes <= mobileDataFreeBytes) {
      set(open, 'free')
      return
    }
    const asked = all.filter((demand) => (verdictOf(demand) ?? 'free') === 'free')
    let consent = false
    set(asked, 'asked')
    asking = true
    try {
      consent = await confirm(sumOf(asked))
    } finally {
      // A question that fails is no consent; the failure itself is the app's, and reaches its error handler.
      asking = false
      // What the user has allowed meanwhile, by the file itself, stays allowed.
      set(
        asked.filter((demand) => verdictOf(demand) === 'asked'),
        consent ? 'allowed' : 'refused',
      )
      conditions.changed()
    }
  }

  /** Whether a file has to wait for the user's consent, or for another network. */
  function needsConsent(demand: Demand): boolean {
    const { network } = conditions
    if (!confirmMobileData) return false
    if (network === 'mobile') {
      if (isOpen(demand)) void decide(confirmMobileData)
      return !['free', 'allowed'].includes(verdictOf(demand) ?? '')
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
      return conditions.network === 'mobile' && verdictOf(demand) === 'refused'
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
