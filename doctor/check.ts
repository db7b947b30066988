import type { Context, Found, Upstream } from './context'
import type { CheckId, Outcome } from './finding'

export type Verdict = Outcome & {
  /** For the checks after it. */
  found?: Partial<Found>
}

export interface Check {
  id: CheckId
  /** Where one of these has failed, or was skipped because of a failure, this one is skipped because of that. */
  needs?: readonly CheckId[]
  /** Hosts without which it makes no sense. */
  uses?: readonly Upstream[]
  /** What it throws as a Refusal or NetworkError is explained in general terms. */
  run(context: Context, found: Readonly<Found>): Promise<Verdict>
}
