import type { AccessKeyPlace } from '../server/settings/access-key'
import type { Environment, SettingPlace } from '../server/settings/settings'

/** Where the settings come from that are looked at. */
export interface SettingsSource {
  env: Environment
  /** For people: `.dev.vars and wrangler.toml`. */
  name: string
  /** Where a setting belongs that is missing or wrong. */
  placeOf: SettingPlace
  /** What else may have been meant, where settings are missing. */
  hint?: string
  /** Whether a machine's role can stand in for the access key. */
  accessKeyPlace: AccessKeyPlace
}
