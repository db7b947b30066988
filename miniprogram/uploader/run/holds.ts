import type { Conditions, Hold } from './conditions'
import type { MobileData } from './mobile-data'
import type { Run } from './run'

/** What keeps a file from being sent for now, whatever the user wants. */
export class Holds {
  readonly #conditions: Conditions
  readonly #mobileData: MobileData

  constructor(conditions: Conditions, mobileData: MobileData) {
    this.#conditions = conditions
    this.#mobileData = mobileData
  }

  /** @param bytesLeft of the file, to be sent */
  reason(bytesLeft: number): Hold | 'mobile-data' | undefined {
    return this.#conditions.hold ?? (this.#mobileData.holds(bytesLeft) ? 'mobile-data' : undefined)
  }

  /** Waits until nothing holds the file up, or for the end of the run. */
  async end(run: Run, bytesLeft: () => number): Promise<void> {
    await run.until(this.#conditions.known)
    while (this.reason(bytesLeft())) {
      await run.wait<void>((resolve) => this.#conditions.watch(() => resolve()))
    }
  }
}
