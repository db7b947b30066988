import { withDeadline } from '../uploader/run/deadline'
import type { SetTimer } from '../wechat/calls'
import { objectOf, textOf } from '../wechat/values'
import { ServiceError } from './service-error'
import type { OwnToken } from './session-client'

/** Milliseconds that the app's own login gets. */
const PATIENCE_MS = 20_000

/**
 * A token of the team's own backend, within time. Rejects with what getToken rejects with, where that has a code and a
 * status of its own, else with a ServiceError `login_failed`, which passes: another try may succeed.
 */
export async function ownToken(getToken: () => Promise<OwnToken>, setTimer: SetTimer): Promise<OwnToken> {
  const given = await withDeadline(getToken, PATIENCE_MS, setTimer).catch((cause: unknown) => {
    if (cause instanceof ServiceError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ServiceError('login_failed', `getToken has failed: ${reason}`, { passing: true })
  })
  const { token, user } = objectOf(given) as { token?: unknown; user?: unknown }
  if (textOf(token) === '' || textOf(user) === '') {
    throw new ServiceError('login_failed', 'getToken gave no token, or no user.', { passing: false })
  }
  return { token: textOf(token), user: textOf(user) }
}
