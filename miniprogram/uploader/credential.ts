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

/** A credential that ends, and is to be renewed before that. */
export class Credential<T> {
  readonly #options: CredentialOptions<T>
  #kept: { value: T; spentAt: number; endsAt: number } | undefined

  constructor(options: CredentialOptions<T>) {
    this.#options = options
  }

  /** While it need not be renewed. */
  get fresh(): T | undefined {
    return this.#kept && this.#options.now() < this.#kept.spentAt ? this.#kept.value : undefined
  }

  /** While the cloud still takes it. */
  get good(): T | undefined {
    return this.#kept && this.#options.now() < this.#kept.endsAt ? this.#kept.value : undefined
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
}

/**
 * Keeps a credential fresh. Who asks while it is still good does not have to wait for its renewal. At most one renewal is
 * under way; one that failed is forgotten, so that the next caller tries again.
 */
export class SelfRenewing<T> extends Credential<T> {
  readonly #fetch: () => Promise<T>
  readonly #now: () => number
  #renewal: Promise<T> | undefined
  #quietUntil = 0

  constructor(options: CredentialOptions<T> & { fetch: () => Promise<T> }) {
    super(options)
    this.#fetch = options.fetch
    this.#now = options.now
  }

  /** Rejects as `fetch` does where there is no good credential. */
  async get(): Promise<T> {
    const { good } = this
    if (!good) return this.#renew()
    if (!this.fresh && this.#now() >= this.#quietUntil) {
      this.#renew().catch(() => {
        this.#quietUntil = this.#now() + QUIET_MS
      })
    }
    return good
  }

  #renew(): Promise<T> {
    this.#renewal ??= this.#fetch()
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
