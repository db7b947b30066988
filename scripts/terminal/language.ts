export const LANGUAGES = ['en', 'zh'] as const

export type Language = (typeof LANGUAGES)[number]

/** Both wordings of one text stand side by side where it is said; this picks one. */
export type Say = (en: string, zh: string) => string

export function speak(language: Language): Say {
  return language === 'zh' ? (_, zh) => zh : (en) => en
}

/** What the terminal's locale asks for (POSIX: LC_ALL before LC_MESSAGES before LANG); English where it asks for none. */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language {
  return (LC_ALL || LC_MESSAGES || LANG || '').toLowerCase().startsWith('zh') ? 'zh' : 'en'
}
