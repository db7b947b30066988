import { noAnswer } from '../errors'
import type { HttpRequest, HttpResponse, Ports } from '../ports'
import type { RequestSlots } from './request-slots'

/** Over a request's own timeout. After it, the platform is taken to have lost the callback, as iOS does at times. */
const WATCHDOG_GRACE_MS = 5_000

/** Starts something and returns what undoes it: called once it has settled, or instead of it. */
type Begin<T> = (resolve: (value: T) => void, reject: (error: unknown) => void) => (() => void) | undefined

/**
 * One stretch of work that can be stopped as a whole: whatever it waits for rejects at once, its requests are aborted and
 * its timers are gone. Pausing, canceling and failing all stop a run, and nothing of it goes on behind anyone's back.
 */
export class Run {
  readonly #ports: Pick<Ports, 'http' | 'setTimer'>
  readonly #slots: RequestSlots
  readonly #waiting = new Set<(reason: unknown) => void>()
  readonly #parent: Run | undefined
  #stopped: { reason: unknown } | undefined
  #requests = 0

  constructor(ports: Pick<Ports, 'http' | 'setTimer'>, slots: RequestSlots, parent?: Run) {
    this.#ports = ports
    this.#slots = slots
    this.#parent = parent
  }

  /** Whether requests of it, or of its branches, are under way. */
  get sending(): boolean {
    return this.#requests > 0
  }

  get stopped(): boolean {
    return this.#stopped !== undefined
  }

  /** Everything under way rejects with the reason, and so does all that is begun from now on. */
  stop(reason: unknown): void {
    if (this.#stopped) return
    this.#stopped = { reason }
    for (const stop of [...this.#waiting]) stop(reason)
  }

  /** Does a part of the work in a run of its own, which can be stopped by itself and is stopped with this one. */
  async branch<T>(work: (branch: Run) => Promise<T>): Promise<T> {
    const branch = new Run(this.#ports, this.#slots, this)
    const stop = (reason: unknown) => branch.stop(reason)
    if (this.#stopped) stop(this.#stopped.reason)
    this.#waiting.add(stop)
    try {
      return await work(branch)
    } finally {
      this.#waiting.delete(stop)
    }
  }

  /** Waits for what `begin` starts, or for the end of the run. What settles twice, settles once. */
  wait<T>(begin: Begin<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(this.#stopped.reason)
      let undo: (() => void) | undefined
      let over = false
      const ending =
        <A>(settle: (value: A) => void) =>
        (value: A) => {
          if (over) return
          over = true
          this.#waiting.delete(stop)
          undo?.()
          settle(value)
        }
      const stop = ending(reject)
      this.#waiting.add(stop)
      undo = begin(ending(resolve), stop)
      if (over) undo?.()
    })
  }

  /** Waits for a promise that knows nothing of runs. */
  until<T>(promise: Promise<T>): Promise<T> {
    return this.wait((resolve, reject) => void promise.then(resolve, reject))
  }

  sleep(ms: number): Promise<void> {
    return this.wait((resolve) => this.#ports.setTimer(resolve, ms))
  }

  /**
   * Sends a request when one of the engine's slots is free. Rejects as HttpCall.response does, and with `timed_out` where
   * the platform never calls back.
   * @param request or what makes it once the slot is there: a signature that had to wait could be too old
   */
  async send(request: HttpRequest | (() => HttpRequest)): Promise<HttpResponse> {
    await this.wait<void>((resolve) => this.#slots.take(resolve))
    this.#count(1)
    try {
      return await this.wait<HttpResponse>((resolve, reject) => {
        const made = typeof request === 'function' ? request() : request
        const call = this.#ports.http.send(made)
        let answered = false
        call.response
          .finally(() => {
            answered = true
          })
          .then(resolve, reject)
        const watchdog = this.#ports.setTimer(() => reject(noAnswer()), made.timeoutMs + WATCHDOG_GRACE_MS)
        return () => {
          watchdog()
          if (!answered) call.abort()
        }
      })
    } finally {
      this.#count(-1)
      this.#slots.release()
    }
  }

  #count(requests: number): void {
    this.#requests += requests
    if (this.#parent) this.#parent.#count(requests)
  }
}
