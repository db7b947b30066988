import type { LoginSettings } from '../settings/login'
import type { Sessions } from '../users/session'
import { cloudRunIdentity } from './cloud-run'
import type { Identify } from './identify'
import { jwtIdentity } from './jwt'

/**
 * The login that the settings name: the one place where another one is added.
 * @param now milliseconds since 1970
 */
export function identifyBy(login: LoginSettings, sessions: Sessions, timeoutMs: number, now: () => number): Identify {
  switch (login.kind) {
    case 'wechat':
      return (header) => sessions.read(header('authorization'))
    case 'jwt':
      return jwtIdentity(login, timeoutMs, now)
    case 'cloudrun':
      return cloudRunIdentity(login)
  }
}
