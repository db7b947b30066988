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

/**
 * Paths of pages that are not what the code makes of them now.
 * @param read the text of a page, undefined where there is none
 */
export function stalePages(read: (path: string) => string | undefined): string[] {
  return [...generatedPages()].filter(([path, text]) => read(path) !== text).map(([path]) => path)
}
