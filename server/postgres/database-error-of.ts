import { DatabaseError, type Failure } from '../store/database-error'

/** The five characters of PostgreSQL's error code (PostgreSQL documentation, appendix A); undefined where it said nothing. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** What kept a connection from being made. Of a wrong user, password or database waiting does not help. */
export function connectionErrorOf(error: unknown): DatabaseError {
  return new DatabaseError(/^(28|3D)/.test(sqlStateOf(error) ?? '') ? 'lasting' : 'busy', error)
}

/** What kept statements from being run. */
export function statementErrorOf(error: unknown): DatabaseError {
  return new DatabaseError(failureOf(error), error)
}

/** Taken back by the server: lock not available, serialization failure, deadlock, too many connections, starting up. */
const NOTHING_HAPPENED = ['55P03', '40001', '40P01', '53300', '57P03']

function failureOf(error: unknown): Failure {
  const state = sqlStateOf(error)
  // The connection broke, or the answer did not come in time.
  if (state === undefined) return 'passing'
  if (NOTHING_HAPPENED.includes(state)) return 'busy'
  // The connection broke (08), or the operator has ended it (57P01, 57P02).
  return /^(08|57P0)/.test(state) ? 'passing' : 'lasting'
}
