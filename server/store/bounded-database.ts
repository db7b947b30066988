import type { Database, Row, Statement } from './database'
import { DatabaseError } from './database-error'
import { storeUnavailable } from './store-unavailable'

export interface BoundedOptions {
  /** Longest wait for one call, milliseconds, with all that is tried again in it. */
  timeoutMs: number
  /** From 0 to below 1. */
  random?: () => number
}

/** How often a call is made at most whose failure may pass, and may have come after its effect. */
const ATTEMPTS = 3

/** First and longest pause before a call is made again, milliseconds; each is drawn from zero to twice the last. */
const PAUSE_MS = 20
const PAUSE_MAX_MS = 250

/**
 * A database that answers in time, or fails in time. Whatever is wrong with it, the caller has an answer after
 * `timeoutMs`: rows, or the Problem store_unavailable.
 *
 * A call that found the database busy, which has had no effect, is made again until the time is up. One that failed of
 * something that passes is made again up to ATTEMPTS times if it only reads or is idempotent. A call that is given up
 * may still take effect: nobody can take it back.
 */
export function boundedDatabase(database: Database, { timeoutMs, random = Math.random }: BoundedOptions): Database {
  return {
    async run(...statements) {
      const deadline = new Deadline(timeoutMs)
      try {
        return await attempt(statements, deadline)
      } catch (error) {
        throw storeUnavailable(error)
      } finally {
        deadline.clear()
      }
    },
  }

  async function attempt(statements: Statement[], deadline: Deadline): Promise<Row[][]> {
    for (let made = 1, pauseMs = PAUSE_MS; ; made++, pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)) {
      try {
        return await deadline.within(database.run(...statements))
      } catch (error) {
        if (!mayBeMadeAgain(error, statements, made)) throw error
        await deadline.pause(random() * pauseMs, error)
      }
    }
  }
}

function mayBeMadeAgain(error: unknown, statements: Statement[], made: number): boolean {
  if (!(error instanceof DatabaseError)) return false
  if (error.failure === 'busy') return true
  return error.failure === 'passing' && made < ATTEMPTS && statements.every(isRepeatable)
}

function isRepeatable({ sql, isIdempotent }: Statement): boolean {
  return isIdempotent === true || /^SELECT\b/i.test(sql)
}

/** The end of one call's time. */
class Deadline {
  readonly #passed: Promise<never>
  readonly #timer: ReturnType<typeof setTimeout>
  #lastError: unknown

  constructor(ms: number) {
    const { promise, reject } = Promise.withResolvers<never>()
    // Where the calls before have said why they failed, that is what the operator has to know.
    this.#timer = setTimeout(() => reject(this.#lastError ?? new Error(`no answer within ${ms} ms`)), ms)
    this.#passed = promise
    // Whoever waits is told; where nobody waits any more, nobody has to be.
    promise.catch(() => undefined)
  }

  within<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#passed])
  }

  async pause(ms: number, error: unknown): Promise<void> {
    this.#lastError = error
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    try {
      await this.within(promise)
    } finally {
      clearTimeout(timer)
    }
  }

  clear(): void {
    clearTimeout(this.#timer)
  }
}
