import type { Run } from './run'

/** Longest computing without a pause: the page stays responsive, on phones without a JIT too. */
const STRETCH_MS = 12

/** Rests if it is time to. */
export type CpuBreaks = () => Promise<void>

/**
 * Breaks long computations up, so that the app's other work gets its turn.
 * @param now milliseconds; only differences count
 * @param run whose sleep lets others have their turn
 */
export function cpuBreaks(now: () => number, run: Pick<Run, 'sleep'>): CpuBreaks {
  let since = now()
  return async () => {
    const elapsed = now() - since
    // A clock that jumped is no reason to go on.
    if (elapsed >= 0 && elapsed < STRETCH_MS) return
    await run.sleep(0)
    since = now()
  }
}
