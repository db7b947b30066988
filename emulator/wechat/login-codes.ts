import { randomBytes } from 'node:crypto'

/** wx.login: "valid for five minutes". */
const LIFE_MS = 5 * 60 * 1000

/** What wx.login gives in WeChat DevTools under the tourist appid, every time. */
const TOURIST_CODE = 'the code is a mock one'

/** Marks a code as one that anyone can make up: `dev-<name>-<nonce>`; the nonce may hold hyphens, the name none. */
const DEV_CODE = /^dev-([^-]+)-.+$/

/**
 * The codes of wx.login, each for one user and good for one login. Users are known by name here; their openids follow
 * from it. Three kinds are taken:
 * - issued ones, which expire after five minutes
 * - `dev-<name>-<nonce>`, made up by the preview; having no moment of issue, it does not expire
 * - the one that DevTools gives its tourists, which is good for any number of logins, as the user `tourist`
 */
export class LoginCodes {
  readonly #issued = new Map<string, { name: string; expiresAt: number }>()
  readonly #used = new Set<string>()

  /** Issues a code for the user of this name. `now` in milliseconds since 1970. */
  issue(name: string, now: number): string {
    const code = randomBytes(24).toString('base64url')
    this.#issued.set(code, { name, expiresAt: now + LIFE_MS })
    return code
  }

  /** The name of the user whose code this is; undefined if the code is unknown or has expired. */
  nameOf(code: string, now: number): string | undefined {
    if (code === TOURIST_CODE) return 'tourist'
    const issued = this.#issued.get(code)
    if (issued) return now < issued.expiresAt ? issued.name : undefined
    return DEV_CODE.exec(code)?.[1]
  }

  isUsed(code: string): boolean {
    return this.#used.has(code)
  }

  use(code: string): void {
    if (code !== TOURIST_CODE) this.#used.add(code)
  }

  reset(): void {
    this.#issued.clear()
    this.#used.clear()
  }
}
