import type { IssuedCredentials } from '../cloud/sts'
import { RecentlyUsed } from '../memory/recently-used'
import { Problem } from '../problem'

/** Credentials of one user, and what goes along with them. */
export interface UserCredentials {
  credentials: IssuedCredentials
  /** See UploadMarks. */
  userData: string
}

export interface UserCredentialsOptions {
  /** Asks STS. */
  issue(openid: string): Promise<UserCredentials>
  /** Life of credentials, seconds. */
  credentialSeconds: number
  /** Milliseconds within which `issue` has settled. */
  timeoutMs: number
  now(): number
}

/** Users whose credentials are kept, about 2 KB each. */
const CAPACITY = 5000

/**
 * Part of their life in which credentials are as good as new, however long a call wants them to last: it gets four fifths
 * of a life for certain. So a client that always asks for the most costs at most one AssumeRole a user in a fifth of a
 * life, and not one a call, of the 100 a second that STS takes.
 */
const NEW_PART = 1 / 5

/** Milliseconds for `issue` to settle by itself; after that, the call that runs it is taken for dead. */
const GRACE_MS = 1000

interface Kept {
  value: UserCredentials
  /** Milliseconds since 1970, as all times here. */
  newUntil: number
  spentAt: number
  expiresAt: number
}

/**
 * Gives users their credentials: those they have, until these near their end, and asks STS otherwise, once for all calls
 * of a user that are under way. STS takes 100 calls a second from an account, so this is what carries the load. All of
 * it lives in the isolate's memory: another isolate asks for itself, and nothing secret is at rest anywhere.
 */
export class CredentialCache {
  readonly #options: UserCredentialsOptions
  readonly #kept = new RecentlyUsed<Kept>(CAPACITY)
  readonly #flights = new Map<string, Promise<UserCredentials>>()
  readonly #marginMs: number

  constructor(options: UserCredentialsOptions) {
    this.#options = options
    this.#marginMs = marginSeconds(options.credentialSeconds) * 1000
  }

  /**
   * @param keepAlive keeps the call that asks STS running when its client leaves, because others may wait for it
   * @param validFor seconds for which they shall be good at least, as far as a life of them goes: see NEW_PART
   * @throws {Problem} what `issue` throws; a failure is never kept
   */
  get(
    openid: string,
    keepAlive: (work: Promise<unknown>) => void,
    validFor = 0,
  ): UserCredentials | Promise<UserCredentials> {
    const kept = this.#kept.get(openid)
    if (kept && isGood(kept, this.#options.now(), validFor)) return kept.value
    // One that is under way gives new credentials, and these are good for whatever is asked.
    const flight = this.#flights.get(openid)
    if (flight !== undefined) return this.#join(openid, flight)
    const own = this.#issue(openid)
    this.#flights.set(openid, own)
    const landed = own.finally(() => this.#forget(openid, own))
    keepAlive(Promise.allSettled([landed]))
    return landed
  }

  async #issue(openid: string): Promise<UserCredentials> {
    const value = await this.#options.issue(openid)
    const issuedAt = this.#options.now()
    const expiresAt = Date.parse(value.credentials.expiration)
    this.#kept.set(openid, {
      value,
      // Their life as this service's clock has it: were it ahead of STS's, new ones could fall short from the start.
      newUntil: issuedAt + (expiresAt - issuedAt) * NEW_PART,
      spentAt: expiresAt - this.#marginMs,
      expiresAt,
    })
    return value
  }

  /** Waits for another call's answer, but not for ever: that call's runtime may have ended it. */
  #join(openid: string, flight: Promise<UserCredentials>): Promise<UserCredentials> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#forget(openid, flight)
        reject(new Problem('sts_timeout', 'Try again in a moment.', { retryAfter: 1 }))
      }, this.#options.timeoutMs + GRACE_MS)
      flight.then(resolve, reject).finally(() => clearTimeout(timer))
    })
  }

  #forget(openid: string, flight: Promise<UserCredentials>): void {
    if (this.#flights.get(openid) === flight) this.#flights.delete(openid)
  }
}

function isGood({ newUntil, spentAt, expiresAt }: Kept, now: number, validFor: number): boolean {
  return now < spentAt && (now <= newUntil || expiresAt - now >= validFor * 1000)
}

/**
 * Seconds before their end from which credentials are not given out any more: a quarter of their life, and if possible
 * ten minutes, since clients take theirs for spent five minutes before the end and would come back at once.
 */
export function marginSeconds(credentialSeconds: number): number {
  return Math.max(credentialSeconds / 4, Math.min(600, credentialSeconds / 2))
}
