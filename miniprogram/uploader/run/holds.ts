import type { Hold } from './conditions'
import { type Demand, MobileData } from './mobile-data'
import type { Run } from './run'

/** What keeps a file from being sent for now, whatever the user wants: mobile data, and what conditions say. */
export class Holds extends MobileData {
  reason(demand: Demand): Hold | 'mobile-data' | undefined {
    return this.conditions.hold ?? (this.holds(demand) ? 'mobile-data' : undefined)
  }

  /** Waits until nothing holds the file up, or for the end of the run. */
  async end(run: Run, demand: () => Demand): Promise<void> {
    await run.until(this.conditions.known)
    while (this.reason(demand())) await run.wait<void>((resolve) => this.conditions.watch(resolve))
  }
}
