import type { Words } from '../language'
import type { SettingName } from './facts'

/** What a setting is for. */
export interface Meaning extends Words {
  /** What it takes, where the schema has a form that only words can tell. */
  takes?: Words
}

/** Settings that are read together. */
export interface SettingGroup {
  title: Words
  meanings: Readonly<Partial<Record<SettingName, Meaning>>>
}
