import { isExpiry, isPassing, isSkew } from '../cloud/cloud-codes'
import type { Engine } from '../engine'
import { hasCode, type UploadError, type UploadErrorCode } from '../errors'
import type { TransferEvents } from '../transfer'
import type { UploadFile } from '../upload-file'
import type { Run } from './run'

/** Tries in a row without any progress of the file; with the waits between them some three minutes. */
export const DEFAULT_TRIES = 10
const FIRST_DELAY_MS = 1_000
const LONGEST_DELAY_MS = 30_000
/** A cloud that wants to be left alone for longer than this has the upload fail instead, so that the user can see it. */
const LONGEST_RETRY_AFTER_S = 600

/** Codes of what passes by itself. */
const PASSING: UploadErrorCode[] = [
  'network_failed',
  'timed_out',
  'interrupted',
  // A captive portal or a proxy answered in the cloud's place.
  'vod_malformed',
  'oss_malformed',
]

/** What the app's getAuth rejected with, or the engine's own error. */
function causeOf(error: unknown): unknown {
  return hasCode(error, 'credentials_failed') ? causeOf(error.cause) : error
}

export type RetryBudget = ReturnType<typeof retryBudget>

/**
 * How often the requests of one file may be tried again: each may fail some times in a row, and all start counting anew
 * when another part of the file has arrived.
 */
export function retryBudget(
  { conditions, ports, settings }: Pick<Engine<UploadFile>, 'conditions' | 'ports' | 'settings'>,
  events: Pick<TransferEvents, 'onNews' | 'ready'>,
  run: Run,
) {
  let progress = 0

  return {
    progressed(): void {
      progress++
    },

    /**
     * Tries, each time when something may be sent, until it works or until trying again would not help; rejects with the
     * last failure.
     */
    async withRetry<T>(attempt: () => Promise<T>): Promise<T> {
      /** What has gone wrong since this much had arrived. */
      let seen = progress
      let failures = 0
      let remedied = false
      for (;;) {
        await events.ready(run)
        try {
          return await attempt()
        } catch (error) {
          // What the app's getAuth rejected with is the app's own; by `passing` and `status` it says that it may be asked again.
          const cause = (causeOf(error) ?? {}) as UploadError
          // What may help: a new credential or time, at once.
          const remedy = isExpiry(cause) || isSkew(cause)
          const passing = cause.passing ?? (hasCode(cause, ...PASSING) || isPassing(cause))
          if (run.stopped || !(remedy || passing)) throw error
          if (hasCode(cause, 'network_failed')) conditions.failed()
          // In the background or without a network requests fail by nobody's fault; better times are waited for.
          if (!remedy && conditions.hold) continue
          if (progress !== seen) {
            seen = progress
            failures = 0
            remedied = false
          }
          if (remedy) {
            // With the new credential or time it must work: a second refusal in a row is final.
            if (remedied) throw error
            remedied = true
            continue
          }
          const { retryAfterS = -1 } = cause
          if (++failures >= settings.tries || retryAfterS > LONGEST_RETRY_AFTER_S) throw error
          events.onNews({ retrying: error as UploadError })
          const random = ports.random()
          if (retryAfterS >= 0) await run.sleep(retryAfterS * 1000 + random * FIRST_DELAY_MS)
          else {
            const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1))
            // No longer than until the network or the app's place changes: then things may be better at once.
            await run.wait<void>((resolve) => {
              const endTimer = ports.setTimer(resolve, longest * (0.5 + random / 2))
              const unwatch = conditions.watch(resolve)
              return () => {
                endTimer()
                unwatch()
              }
            })
          }
        }
      }
    },
  }
}
