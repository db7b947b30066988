import { canceled, noAnswer } from '../errors'
import type { HttpCall, HttpRequest, HttpResponse, Ports } from '../ports'
import { asUploadError, attempt } from './attempt'
import type { RequestSlots } from './request-slots'

/** Over a request's own timeout. After it, the platform is taken to have lost the callback, as iOS does at times. */
const WATCHDOG_GRACE_MS = 5_000

/** Longest computing without a pause: the page stays responsive, on phones without a JIT too. */
const STRETCH_MS = 12

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
  /**
   * Everything under way rejects with the reason, and so does all that is begun from now on.
   * @param reason by default that the user has canceled it
   */
  stop(reason?: unknown): void
  /** Does a part of the work in a run of its own, which can be stopped by itself and is stopped with this one. */
  branch<T>(work: (branch: Run) => Promise<T>): Promise<T>
  /** Waits for what `begin` starts, or for the end of the run. What settles twice, settles once. */
  wait<T>(begin: Begin<T>): Promise<T>
  /** Waits for a promise that knows nothing of runs. */
  until<T>(promise: Promise<T>): Promise<T>
  sleep(ms: number): Promise<void>
  /** Breaks long computations up: rests if it is time to, so that the app's other work gets its turn. */
  rest(): Promise<void> | undefined
  /**
   * Sends a request when one of the engine's slots is free. Rejects as HttpCall.response does, and with `timed_out` where
   * the platform never calls back.
   * @param request makes it once the slot is there: a signature that had to wait could be too old
   */
  send(request: () => HttpRequest): Promise<HttpResponse>
}

/** @param under requests that are under way, of the run and of its branches */
export function createRun(
  ports: Pick<Ports, 'http' | 'now' | 'setTimer'>,
  slots: RequestSlots,
  under = { way: 0 },
): Run {
  const waiting = new Set<(reason: unknown) => void>()
  /** Why it was stopped; undefined until then. */
  let stopReason: unknown
  let restedAt = ports.now()
  let resting: Promise<void> | undefined

  function wait<T>(begin: Begin<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (stopReason) return reject(stopReason)
      let undo: (() => void) | undefined
      const ending =
        <A>(settle: (value: A) => void) =>
        (value: A) => {
          if (!waiting.delete(stop)) return
          undo?.()
          settle(value)
        }
      const stop = ending(reject)
      waiting.add(stop)
      undo = begin(ending(resolve), stop)
      if (!waiting.has(stop)) undo?.()
    })
  }

  function stop(reason: unknown = canceled()): void {
    stopReason ??= reason
    for (const stopOne of [...waiting]) stopOne(stopReason)
  }

  function sleep(ms: number): Promise<void> {
    return wait((resolve) => ports.setTimer(resolve, ms))
  }

  return {
    wait,
    stop,
    sleep,

    get sending() {
      return under.way > 0
    },

    get stopped() {
      return !!stopReason
    },

    async branch(work) {
      const branch = createRun(ports, slots, under)
      if (stopReason) branch.stop(stopReason)
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

    rest() {
      const elapsed = ports.now() - restedAt
      // A clock that jumped is no reason to go on.
      if (elapsed >= 0 && elapsed < STRETCH_MS) return undefined
      // All that compute in this run rest together: one after the other they would leave no turn to the app.
      resting ??= sleep(0).then(() => {
        resting = undefined
        restedAt = ports.now()
      })
      return resting
    },

    async send(request) {
      await wait<void>(slots.take)
      under.way++
      try {
        return await wait<HttpResponse>((resolve, reject) => {
          const made = request()
          let call: HttpCall | undefined
          let answered = false
          new Promise<HttpResponse>((answer) => {
            call = ports.http.send(made)
            answer(call.response)
          })
            .finally(() => {
              answered = true
            })
            .then(resolve, (error: unknown) => reject(asUploadError(error, 'network_failed')))
          const watchdog = ports.setTimer(() => reject(noAnswer()), made.timeoutMs + WATCHDOG_GRACE_MS)
          return () => {
            watchdog()
            if (!answered) attempt(() => call?.abort())
          }
        })
      } finally {
        under.way--
        slots.release()
      }
    },
  }
}
