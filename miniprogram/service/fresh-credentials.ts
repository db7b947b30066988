/** Seconds before its end at which a credential counts as spent: longer than one part takes on a slow link. */
const REFRESH_MARGIN_S = 300

/** What a credential tells of its life: both ends by the service's clock, ISO 8601. */
export interface Expiring {
  serverTime: string
  expiration: string
}

/**
 * Keeps one credential fresh. Its life is measured from when it came, so the phone's clock may be wrong. Callers that
 * arrive while a refresh is under way share it; a failed refresh is forgotten, so that the next caller tries again.
 *
 * @param now milliseconds; only differences count
 */
export function freshCredentials<T extends Expiring>(fetchOne: () => Promise<T>, now: () => number): () => Promise<T> {
  let current: { credentials: T; spentAt: number } | undefined
  let pending: Promise<T> | undefined

  const refresh = async () => {
    const credentials = await fetchOne()
    const life = Date.parse(credentials.expiration) - Date.parse(credentials.serverTime)
    current = { credentials, spentAt: now() + life - REFRESH_MARGIN_S * 1000 }
    return credentials
  }
  return () => {
    if (current && now() < current.spentAt) return Promise.resolve(current.credentials)
    pending ??= refresh().finally(() => {
      pending = undefined
    })
    return pending
  }
}
