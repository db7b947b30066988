/**
 * What a failed call of a database means for the one who made it:
 * - `busy`: nothing has happened, and the same call may succeed in a moment
 * - `passing`: it may succeed in a moment, but whether this one has happened nobody knows
 * - `lasting`: the same call would fail again
 */
export type Failure = 'busy' | 'passing' | 'lasting'

/** A database has failed. What SQLite says names tables and rules, never values: those are not part of the text. */
export class DatabaseError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, cause: unknown) {
    super(cause instanceof Error ? cause.message : 'unknown', { cause })
    this.name = 'DatabaseError'
    this.failure = failure
  }
}
