import { type ProblemCode, problemCodeOf } from '../problem'
import type { Service } from '../service'
import { nextCheckAfterFailure } from '../video/check-time'
import { OF_ONE_VIDEO } from '../vod-events/check-videos'

/** Videos for which one run calls VOD at most: two or three calls each, of those that Workers allow. */
const ATTEMPTS = 30
/** Lines about single videos in one run; of what comes beyond, only the number is logged. */
const LINES = 20

export interface ReviewLimits {
  /** Milliseconds since 1970, from which nothing new is begun. */
  until: number
  /** Batches of videos that are judged. */
  batches: number
  signal: AbortSignal
}

interface Report {
  code: string
  videoId: string
  /** What was done: reported, blocked or deleted. */
  action: string
  user?: string
  /** Bytes. */
  size: number
}

/** One run of the review: how much it has done and may do, what failed, and what the operator gets to read. */
export class ReviewRun {
  readonly #service: Pick<Service, 'log' | 'now'>
  readonly #limits: ReviewLimits
  readonly #failures: Partial<Record<ProblemCode, number>> = {}
  #attempts = 0
  #batches = 0
  #reports = 0
  #isVodOver = false

  constructor(service: Pick<Service, 'log' | 'now'>, limits: ReviewLimits) {
    this.#service = service
    this.#limits = limits
  }

  get isOver(): boolean {
    return this.#limits.signal.aborted || this.#service.now() >= this.#limits.until
  }

  /** Whether another batch may be judged, which this counts. */
  takeBatch(): boolean {
    return !this.isOver && ++this.#batches <= this.#limits.batches
  }

  /** Whether VOD may be called about another video: it has not failed itself, nor has it had as many as one run makes. */
  get mayCallVod(): boolean {
    return !this.isOver && !this.#isVodOver && this.#attempts < ATTEMPTS
  }

  /**
   * Does what VOD may refuse, and puts the video off where it does: the more often in a row, the longer.
   * @param failures how often in a row it has failed before
   */
  async attempt(
    failures: number,
    work: () => Promise<void>,
    failed: (failures: number, reviewAt: number) => Promise<void>,
  ): Promise<void> {
    this.#attempts++
    try {
      await work()
    } catch (error) {
      const code = problemCodeOf(error)
      this.#failures[code] = (this.#failures[code] ?? 0) + 1
      this.#isVodOver ||= !OF_ONE_VIDEO.has(code)
      await failed(failures + 1, nextCheckAfterFailure(failures + 1, this.#service.now()))
    }
  }

  report(report: Report): void {
    if (++this.#reports <= LINES) this.#service.log({ level: 'warn', event: 'arrival', ...report })
  }

  end(): void {
    const { log } = this.#service
    if (this.#reports > LINES) {
      log({ level: 'warn', event: 'arrivals', hint: 'see /admin/', more: this.#reports - LINES })
    }
    if (Object.keys(this.#failures).length === 0) return
    const hint = 'videos that break a limit, or have no owner, could not be dealt with; tried again, ever less often'
    log({ level: 'error', event: 'arrivals', hint, failures: JSON.stringify(this.#failures) })
  }
}
