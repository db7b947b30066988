import { type AccessKey, type AccessKeySource, always, noAccessKey } from '../cloud/access-key'
import type { FunctionKeys } from './function-keys'
import type { RoleKeys } from './role-keys'

/**
 * Which key signs: that of the settings; of a function with a role, the newest one that has come with a call; where
 * nothing is set, that of the machine's role.
 */
export function nodeAccessKey(roleKeys: RoleKeys, functionKeys: FunctionKeys | undefined) {
  return (given: AccessKey | undefined): AccessKeySource => {
    if (given && functionKeys) return async () => functionKeys.newest() ?? given
    if (given) return always(given)
    return () =>
      roleKeys().catch(() => {
        throw noAccessKey(NO_ROLE)
      })
  }
}

/** For the operator, who has set no key. */
export const NO_ROLE =
  'ALIBABA_CLOUD_ACCESS_KEY_ID is not set, and neither OIDC (RRSA), the role of an ECS instance nor ALIBABA_CLOUD_CREDENTIALS_URI gives a key'
