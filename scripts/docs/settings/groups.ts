import { CLOUDS } from './clouds'
import type { SettingName } from './facts'
import { LIMITS } from './limits'
import type { Meaning, SettingGroup } from './meaning'
import { PROCESS, STORAGE } from './storage'
import { USERS } from './users'
import { VIDEOS } from './videos'

/** In the order of the page. */
export const GROUPS: readonly SettingGroup[] = [CLOUDS, USERS, VIDEOS, LIMITS, STORAGE, PROCESS]

/** A setting without a meaning, in either language, does not compile. */
export const MEANINGS: Readonly<Record<SettingName, Meaning>> = {
  ...CLOUDS.meanings,
  ...USERS.meanings,
  ...VIDEOS.meanings,
  ...LIMITS.meanings,
  ...STORAGE.meanings,
  ...PROCESS.meanings,
}
