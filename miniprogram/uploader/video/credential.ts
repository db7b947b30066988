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
export class Credential<T> {
  readonly #options: CredentialOptions<T>
  #kept: { value: T; spentAt: number; endsAt: number } | undefined
  #renewal: Promise<T> | undefined
  #quietUntil = 0

  constructor(options: CredentialOptions<T>) {
    this.#options = options
  }

  /** While it need not be renewed. */
  get fresh(): T | undefined {
    return this.#valueUntil('spentAt')
  }

  /** While the cloud still takes it. */
  get good(): T | undefined {
    return this.#valueUntil('endsAt')
  }

  #valueUntil(end: 'spentAt' | 'endsAt'): T | undefined {
    return this.#kept && this.#options.now() < this.#kept[end] ? this.#kept.value : undefined
  }

  /** Rejects as `fetch` does where there is no good one. */
  async get(fetch: () => Promise<T>): Promise<T> {
    const { good } = this
    if (!good) return this.#renew(fetch)
    const { now } = this.#options
    if (!this.fresh && now() >= this.#quietUntil) {
      this.#renew(fetch).catch(() => {
        this.#quietUntil = now() + QUIET_MS
      })
    }
    return good
  }

  put(value: T): void {
    const endsAt = this.#options.endOf(value)
    const life = endsAt - this.#options.now()
    this.#kept = { value, spentAt: endsAt - Math.min(MARGIN_MS, life * MARGIN_OF_LIFE), endsAt }
  }

  /** The cloud says that this one has ended, whatever we thought. A newer one stays. */
  reject(value: T): void {
    if (this.#kept?.value === value) this.#kept = undefined
  }

  forget(): void {
    this.#kept = undefined
  }

  #renew(fetch: () => Promise<T>): Promise<T> {
    this.#renewal ??= fetch()
      .then((value) => {
        this.put(value)
        return value
      })
      .finally(() => {
        this.#renewal = undefined
      })
    return this.#renewal
  }
}
