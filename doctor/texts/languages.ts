import { en, type Texts } from './en/en'
import { zh } from './zh/zh'

export const LANGUAGES = { en, zh } satisfies Record<string, Texts>
