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
export interface Run {
  /** Whether requests of it, or of its branches, are under way. */
  readonly sending: boolean
  readonly stopped: boolean
  /** Everything under way rejects with the reason, and so does all that is begun from now on. */
  stop(reason: unknown): void
  /** Does a part of the work in a run of its own, which can be stopped by itself and is stopped with this one. */
  branch<T>(work: (branch: Run) => Promise<T>): Promise<T>
  /** Waits for what `begin` starts, or for the end of the run. What settles twice, settles once. */
  wait<T>(begin: Begin<T>): Promise<T>
  /** Waits for a promise that knows nothing of runs. */
  until<T>(promise: Promise<T>): Promise<T>
  sleep(ms: number): Promise<void>
  /**
   * Sends a request when one of the engine's slots is free. Rejects as HttpCall.response does, and with `timed_out` where
   * the platform never calls back.
   * @param request or what makes it once the slot is there: a signature that had to wait could be too old
   */
  send(request: HttpRequest | (() => HttpRequest)): Promise<HttpResponse>
}

/** @param count told of each request that begins, by 1, and that ends, by -1 */
export function createRun(
  ports: Pick<Ports, 'http' | 'setTimer'>,
  slots: RequestSlots,
  count?: (requests: number) => void,
): Run {
  const waiting = new Set<(reason: unknown) => void>()
  let stopped: { reason: unknown } | undefined
  let requests = 0

  function countAll(more: number): void {
    requests += more
    count?.(more)
  }

  function wait<T>(begin: Begin<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (stopped) return reject(stopped.reason)
      let undo: (() => void) | undefined
      let over = false
      const ending =
        <A>(settle: (value: A) => void) =>
        (value: A) => {
          if (over) return
          over = true
          waiting.delete(stop)
          undo?.()
          settle(value)
        }
      const stop = ending(reject)
      waiting.add(stop)
      undo = begin(ending(resolve), stop)
      if (over) undo?.()
    })
  }

  return {
    wait,

    get sending() {
      return requests > 0
    },

    get stopped() {
      return stopped !== undefined
    },

    stop(reason) {
      if (stopped) return
      stopped = { reason }
      for (const stop of [...waiting]) stop(reason)
    },

    async branch(work) {
      const branch = createRun(ports, slots, countAll)
      if (stopped) branch.stop(stopped.reason)
      waiting.add(branch.stop)
      try {
        return await work(branch)
      } finally {
        waiting.delete(branch.stop)
      }
    },

    until(promise) {
      // Of a run that is over nobody hears how it ends.
      promise.catch(() => undefined)
      return wait((resolve, reject) => void promise.then(resolve, reject))
    },

    sleep: (ms) => wait((resolve) => ports.setTimer(resolve, ms)),

    async send(request) {
      await wait<void>(slots.take)
      countAll(1)
      try {
        return await wait<HttpResponse>((resolve, reject) => {
          const made = typeof request === 'function' ? request() : request
          const call = ports.http.send(made)
          let answered = false
          call.response
            .finally(() => {
              answered = true
            })
            .then(resolve, reject)
          const watchdog = ports.setTimer(() => reject(noAnswer()), made.timeoutMs + WATCHDOG_GRACE_MS)
          return () => {
            watchdog()
            if (!answered) call.abort()
          }
        })
      } finally {
        countAll(-1)
        slots.release()
      }
    },
  }
}
