/** Before its end by which a credential is renewed: longer than one part takes on a slow link. */
const MARGIN_MS = 5 * 60_000
/** Of a short life the margin is this much at most: at 80 % of its life it is renewed. */
const MARGIN_OF_LIFE = 0.2
/** For which an early renewal that failed is not tried again: what there is, is still good. */
const QUIET_MS = 10_000

/**
 * Keeps a credential, and renews it before its end. Who asks while it is still good does not have to wait for that. At
 * most one renewal is under way; one that failed is forgotten, so that the next caller tries again.
 * @param endOf end of a credential, milliseconds since 1970 by the clock of `now`
 */
export function keptCredential<T>(endOf: (value: T) => number, now: () => number) {
  let kept: T | undefined
  let endsAt = 0
  let spentAt = 0
  let renewal: Promise<T> | undefined
  let quietUntil = 0

  /** While the cloud still takes it. */
  const good = (): T | undefined => (now() < endsAt ? kept : undefined)

  /** While it need not be renewed. */
  const fresh = (): T | undefined => (now() < spentAt ? kept : undefined)

  function put(value: T): T {
    kept = value
    endsAt = endOf(value)
    spentAt = endsAt - Math.min(MARGIN_MS, (endsAt - now()) * MARGIN_OF_LIFE)
    return value
  }

  function renew(fetch: () => Promise<T>): Promise<T> {
    renewal ??= fetch()
      .then(put)
      .finally(() => {
        renewal = undefined
      })
    return renewal
  }

  return {
    good,
    fresh,
    put,

    /** Rejects as `fetch` does where there is no good one. */
    async get(fetch: () => Promise<T>): Promise<T> {
      const value = good()
      if (!value) return renew(fetch)
      if (!fresh() && now() >= quietUntil) {
        renew(fetch).catch(() => {
          quietUntil = now() + QUIET_MS
        })
      }
      return value
    },

    /** It has ended, as the cloud says, or is another user's. Of one that is named, a newer one stays. */
    forget(value = kept): void {
      if (kept === value) kept = undefined
    },
  }
}
