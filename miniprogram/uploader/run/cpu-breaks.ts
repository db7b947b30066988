import type { Run } from './run'

/** Longest computing without a pause: the page stays responsive, on phones without a JIT too. */
const STRETCH_MS = 12

/** Breaks long computations up, so that the app's other work gets its turn. */
export class CpuBreaks {
  readonly #now: () => number
  readonly #run: Pick<Run, 'sleep'>
  #since: number

  /**
   * @param now milliseconds; only differences count
   * @param run whose sleep lets others have their turn
   */
  constructor(now: () => number, run: Pick<Run, 'sleep'>) {
    this.#now = now
    this.#run = run
    this.#since = now()
  }

  /** Rests if it is time to. A clock that jumped is no reason to go on. */
  async restIfDue(): Promise<void> {
    const elapsed = this.#now() - this.#since
    if (elapsed >= 0 && elapsed < STRETCH_MS) return
    await this.#run.sleep(0)
    this.#since = this.#now()
  }
}
