const KEY = 'wevod-preview-return'

/** Starts the app anew, at the page that is open. */
export function restartAt(page: string): void {
  sessionStorage.setItem(KEY, page)
  location.reload()
}

/** The page that a restart is to come back to, once. */
export function takeReturn(): string | undefined {
  const page = sessionStorage.getItem(KEY) ?? undefined
  sessionStorage.removeItem(KEY)
  return page
}
