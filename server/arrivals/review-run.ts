import type { Log } from '../log'
import { type ProblemCode, problemCodeOf } from '../problem'

/** Videos for which one run calls VOD at most: two or three calls each, of those that Workers allow. */
const ATTEMPTS = 30
/** A video that cannot be dealt with waits this long, and the others have their turn. */
const POSTPONED_MS = 10 * 60 * 1000
/** Lines about single videos in one run; of what comes beyond, only the number is logged. */
const LINES = 20

interface Report {
  code: string
  videoId: string
  /** What was done: reported, blocked or deleted. */
  action: string
  user?: string
  /** Bytes. */
  size: number
}

/** One run of the review: how much it has done, what failed, and what the operator gets to read. */
export class ReviewRun {
  readonly #log: Log
  readonly #now: () => number
  readonly #failures: Partial<Record<ProblemCode, number>> = {}
  #attempts = 0
  #reports = 0

  constructor(log: Log, now: () => number) {
    this.#log = log
    this.#now = now
  }

  /**
   * Does what VOD may refuse, and puts the video off where it does. False where the run has to end: VOD takes no more
   * calls, or it has had as many as one run makes.
   */
  async attempt(work: () => Promise<void>, postpone: (until: number) => Promise<void>): Promise<boolean> {
    if (++this.#attempts > ATTEMPTS) return false
    try {
      await work()
      return true
    } catch (error) {
      const code = problemCodeOf(error)
      this.#failures[code] = (this.#failures[code] ?? 0) + 1
      await postpone(this.#now() + POSTPONED_MS)
      return code !== 'vod_throttled' && code !== 'vod_timeout'
    }
  }

  report(report: Report): void {
    if (++this.#reports <= LINES) this.#log({ level: 'warn', event: 'arrival', ...report })
  }

  end(): void {
    if (this.#reports > LINES) {
      this.#log({ level: 'warn', event: 'arrivals', hint: 'see /admin/videos', more: this.#reports - LINES })
    }
    if (Object.keys(this.#failures).length === 0) return
    const hint = 'videos that break a limit, or have no owner, could not be dealt with; tried again in 10 minutes'
    this.#log({ level: 'error', event: 'arrivals', hint, failures: JSON.stringify(this.#failures) })
  }
}
