/** Before its end by which a credential is renewed: longer than one part takes on a slow link. */
const MARGIN_MS = 5 * 60_000
/** Of a short life the margin is this much at most: at 80 % of its life it is renewed. */
const MARGIN_OF_LIFE = 0.2
/** For which an early renewal that failed is not tried again: what there is, is still good. */
const QUIET_MS = 10_000

export interface CredentialOptions<T> {
  /** End of a credential, milliseconds since 1970 by the clock of `now`. */
  endOf: (value: T) => number
  now: () => number
}

/**
 * Keeps a credential, and renews it before its end. Who asks while it is still good does not have to wait for that. At
 * most one renewal is under way; one that failed is forgotten, so that the next caller tries again.
 */
export function keptCredential<T>({ endOf, now }: CredentialOptions<T>) {
  let kept: { value: T; spentAt: number; endsAt: number } | undefined
  let renewal: Promise<T> | undefined
  let quietUntil = 0

  function valueUntil(end: 'spentAt' | 'endsAt'): T | undefined {
    return kept && now() < kept[end] ? kept.value : undefined
  }

  function put(value: T): void {
    const endsAt = endOf(value)
    const life = endsAt - now()
    kept = { value, spentAt: endsAt - Math.min(MARGIN_MS, life * MARGIN_OF_LIFE), endsAt }
  }

  function renew(fetch: () => Promise<T>): Promise<T> {
    renewal ??= fetch()
      .then((value) => {
        put(value)
        return value
      })
      .finally(() => {
        renewal = undefined
      })
    return renewal
  }

  return {
    put,

    /** While it need not be renewed. */
    get fresh(): T | undefined {
      return valueUntil('spentAt')
    },

    /** While the cloud still takes it. */
    get good(): T | undefined {
      return valueUntil('endsAt')
    },

    /** Rejects as `fetch` does where there is no good one. */
    async get(fetch: () => Promise<T>): Promise<T> {
      const good = valueUntil('endsAt')
      if (!good) return renew(fetch)
      if (!valueUntil('spentAt') && now() >= quietUntil) {
        renew(fetch).catch(() => {
          quietUntil = now() + QUIET_MS
        })
      }
      return good
    },

    /** The cloud says that this one has ended, whatever we thought. A newer one stays. */
    reject(value: T): void {
      if (kept?.value === value) kept = undefined
    },

    forget(): void {
      kept = undefined
    },
  }
}
