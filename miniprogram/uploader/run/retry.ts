import { isExpiry, isPassing, isSkew } from '../cloud/cloud-codes'
import { hasCode, UploadError } from '../errors'
import type { Ports } from '../ports'
import type { Conditions } from './conditions'
import type { Run } from './run'

/** Tries in a row without any progress of the file; with the waits between them some three minutes. */
export const DEFAULT_TRIES = 10
const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 30_000
/** A cloud that wants to be left alone for longer than this has the upload fail instead, so that the user can see it. */
const LONGEST_RETRY_AFTER_S = 600

const PASSING: string[] = [
  'network_failed',
  'timed_out',
  'interrupted',
  // A captive portal or a proxy answered in the cloud's place.
  'vod_malformed',
  'oss_malformed',
]

/** What may help: at once with a new credential or time, after a while, or nothing. */
type Remedy = 'at-once' | 'wait' | 'none'

function remedyFor(error: unknown): Remedy {
  const cause = causeOf(error)
  if (!(cause instanceof UploadError)) return cause !== error && isPassingForApp(cause) ? 'wait' : 'none'
  const { code, passing } = cause
  if (!/^(vod|oss)_refused$/.test(code)) return passing || PASSING.includes(code) ? 'wait' : 'none'
  if (isExpiry(cause) || isSkew(cause)) return 'at-once'
  return isPassing(cause) ? 'wait' : 'none'
}

/** What the app's getAuth rejected with, or the engine's own error. */
function causeOf(error: unknown): unknown {
  return hasCode(error, 'credentials_failed') ? causeOf(error.cause) : error
}

/** What the app's getAuth rejected with is the app's own; by these fields it says that it may be asked again. */
function isPassingForApp(cause: unknown): unknown {
  const { status, passing } = (cause ?? {}) as { status?: unknown; passing?: unknown }
  return passing ?? isPassing({ status })
}

function retryAfterOf(error: unknown): number | undefined {
  const { retryAfterS } = (causeOf(error) ?? {}) as Partial<UploadError>
  return typeof retryAfterS === 'number' ? retryAfterS : undefined
}

export interface RetryOptions {
  run: Run
  conditions: Conditions
  ports: Pick<Ports, 'setTimer' | 'random'>
  tries: number
  /** Called before each wait. */
  onRetry: (error: UploadError) => void
}

/** Resolves when it is time to try again after a failure; rejects with the failure when that would not help. */
export type Retry = (error: unknown) => Promise<void>

/**
 * How often the requests of one file may be tried again: each may fail some times in a row, and all start counting anew
 * when another part of the file has arrived.
 */
export class RetryBudget {
  readonly #options: RetryOptions
  #progress = 0

  constructor(options: RetryOptions) {
    this.#options = options
  }

  progressed(): void {
    this.#progress++
  }

  /** For the tries of one request, or of one worker that sends parts. */
  begin(): Retry {
    const { run, conditions, ports, tries, onRetry } = this.#options
    /** What has gone wrong since this much had arrived. */
    let [progress, failures, remedied] = [0, 0, false]
    return async (error) => {
      const remedy = remedyFor(error)
      if (run.stopped || remedy === 'none') throw error
      if (hasCode(causeOf(error), 'network_failed')) conditions.requestFailed()
      // In the background or without a network requests fail by nobody's fault; the caller waits for better times.
      if (remedy === 'wait' && conditions.hold) return
      if (progress !== this.#progress) [progress, failures, remedied] = [this.#progress, 0, false]
      if (remedy === 'at-once') {
        // With the new credential or time it must work: a second refusal in a row is final.
        if (remedied) throw error
        remedied = true
        return
      }
      const retryAfterS = retryAfterOf(error)
      if (++failures >= tries || (retryAfterS ?? 0) > LONGEST_RETRY_AFTER_S) throw error
      onRetry(error as UploadError)
      if (retryAfterS !== undefined) return run.sleep(retryAfterS * 1000 + ports.random() * FIRST_DELAY_MS)
      const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1))
      return this.#sleep(longest * (0.5 + ports.random() / 2))
    }
  }

  /** Tries until it works or until trying again would not help; rejects with the last failure. */
  async withRetry<T>(attempt: () => Promise<T>, ready: () => Promise<void>): Promise<T> {
    const retry = this.begin()
    for (;;) {
      await ready()
      try {
        return await attempt()
      } catch (error) {
        await retry(error)
      }
    }
  }

  /** Sleeps, but no longer than until the network or the app's place changes: then things may be better at once. */
  #sleep(ms: number): Promise<void> {
    const { run, conditions, ports } = this.#options
    return run.wait((resolve) => {
      const endings = [ports.setTimer(resolve, ms), conditions.watch(resolve)]
      return () => {
        for (const end of endings) end()
      }
    })
  }
}
