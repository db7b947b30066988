import { apiPage } from './api-page'
import { LANGUAGES } from './language'
import { settingsPage } from './settings-page'

/** Each page that is made from the code, by its path. */
export function generatedPages(): Map<string, string> {
  return new Map(
    LANGUAGES.flatMap((language) => [
      [`docs/${language}/settings.md`, settingsPage(language)],
      [`docs/${language}/api.md`, apiPage(language)],
    ]),
  )
}
