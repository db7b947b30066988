import { randomBytes } from 'node:crypto'

const LIFE_MS = 7200 * 1000
/** Before its end a token makes way for the next one; both are good in this time. */
const OVERLAP_MS = 5 * 60 * 1000
/** Forced tokens a day. */
const FORCED_MAX = 20

interface Issued {
  token: string
  expiresAt: number
}

/** The access tokens of mini programs, as stable_token gives them. Times are milliseconds since 1970. */
export class AccessTokens {
  readonly #issued = new Map<string, Issued[]>()
  readonly #forced = new Map<string, number[]>()

  /** The token of this mini program: the same one until shortly before its end; forced, another one, which ends it. */
  get(appId: string, isForced: boolean, now: number): Issued {
    const good = (this.#issued.get(appId) ?? []).filter(({ expiresAt }) => now < expiresAt)
    const last = good.at(-1)
    if (last && !isForced && now < last.expiresAt - OVERLAP_MS) return last
    const issued = { token: `88_${randomBytes(96).toString('base64url')}`, expiresAt: now + LIFE_MS }
    this.#issued.set(appId, isForced ? [issued] : [...good, issued])
    return issued
  }

  /** Whether one more may be forced, which this counts. */
  mayForce(appId: string, now: number): boolean {
    const today = (this.#forced.get(appId) ?? []).filter((at) => now - at < 24 * 60 * 60 * 1000)
    if (today.length >= FORCED_MAX) return false
    this.#forced.set(appId, [...today, now])
    return true
  }

  /** The mini program whose token this is; undefined where it is unknown, or has ended. */
  ownerOf(token: string, now: number): string | undefined {
    for (const [appId, issued] of this.#issued) {
      if (issued.some((one) => one.token === token && now < one.expiresAt)) return appId
    }
    return undefined
  }
}
