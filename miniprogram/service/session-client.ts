import type { Http, HttpRequest } from '../uploader/index'
import { textOf } from '../wechat/values'
import { type Answer, readAnswer, readFields } from './answer'
import { ServiceError } from './service-error'

const TIMEOUT_MS = 15_000
/** Login codes tried for one login: WeChat now and then gives a code that its own servers do not know (yet, or any more). */
const LOGIN_CODES = 3
/** The service's codes for a login code that another one can take the place of. */
const CODE_REFUSED = ['code_used', 'invalid_code']
/** A user's pseudonym, as POST /session gives it. */
const USER = /^[0-9a-f]{16}$/

type Method = HttpRequest['method']
type Body = Readonly<Record<string, unknown>>

/** A token of the team's own backend, and whose it is there: the same text for the same user always. */
export interface OwnToken {
  token: string
  user: string
}

/** Who vouches for the user, as LOGIN of the token service. What it asks must settle: whoever needs it waits. */
export type Login =
  /** `wechat`: gives a fresh login code, from wx.login. */
  | (() => Promise<string>)
  /** `jwt`: asked again where the service says that a token is over. */
  | { kind: 'jwt'; getToken(): Promise<OwnToken> }
  /** `cloudrun`: the way that the calls take vouches for them. */
  | { kind: 'cloudrun' }

export interface TokenServiceOptions {
  /** Base URL of the service; empty where the calls go by WeChat Cloud Run. */
  url: string
  /** Its calls must settle, as those of punctualHttp do: whoever needs the session waits for them. */
  http: Http
  login: Login
  /** Keeps the session beyond the app's life. */
  store?: SessionStore
  /** Keeps users apart. */
  users?: Users
}

export interface SessionStore {
  load(): string | undefined
  save(session: string): void
}

export interface Users {
  /** Pseudonym of the user whose things are shown and sent; undefined while that is not known. */
  readonly current: string | undefined
  /** The login has given this user. */
  enter(user: string): void
}

/**
 * Calls of the token service with a session. Logs in on first use, once for all callers, and again when the service says
 * that the session is over. Where that login gives another user than before, all that was asked for the former one is
 * refused with `user_changed`: nobody's call goes with somebody else's session, and nobody gets somebody else's answer.
 */
export class SessionClient {
  readonly #options: TokenServiceOptions
  #session: Promise<string> | undefined
  /** Counts the users of this life. */
  #turn = 0

  constructor(options: TokenServiceOptions) {
    this.#options = options
    // A token of the team's own is the team's to keep.
    const known = typeof options.login === 'function' ? options.store?.load() : undefined
    this.#session = known === undefined ? undefined : Promise.resolve(known)
  }

  /** One call with the session. */
  protected async call(method: Method, path: string, body: Body = {}, headers: Record<string, string> = {}) {
    const { login } = this.#options
    if (typeof login === 'object' && login.kind === 'cloudrun') return this.callOpenly(method, path, body, headers)
    const turn = this.#turn
    const known = this.#session
    const send = async () => {
      const session = await this.#getSession()
      this.#expectTurn(turn)
      const answer = await this.callOpenly(method, path, body, { ...headers, authorization: `Bearer ${session}` })
      this.#expectTurn(turn)
      return answer
    }
    try {
      return await send()
    } catch (error) {
      // Only a session from before can be over; a fresh one that is refused would be refused again.
      if (!known || !isRefusal(error, 401)) throw error
      if (this.#session === known) this.#session = undefined
      return send()
    }
  }

  /** One call without a session. */
  protected async callOpenly(
    method: Method,
    path: string,
    body: Body = {},
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return readAnswer(
      await this.#options.http.send({
        method,
        url: this.#options.url + path,
        headers: { ...headers, 'content-type': 'application/json' },
        ...(method !== 'GET' && { body: JSON.stringify(body) }),
        timeoutMs: TIMEOUT_MS,
      }).response,
    )
  }

  #expectTurn(turn: number): void {
    if (turn !== this.#turn) throw new ServiceError('user_changed', 'Another user has logged in.')
  }

  #getSession(): Promise<string> {
    this.#session ??= this.#login().catch((error: unknown) => {
      this.#session = undefined
      throw error
    })
    return this.#session
  }

  async #login(): Promise<string> {
    const { login } = this.#options
    if (typeof login === 'function') return this.#logIn(login)
    if (login.kind === 'cloudrun') return ''
    const { token, user } = await login.getToken()
    this.#enter(`own-${encodeURIComponent(user)}`)
    return token
  }

  async #logIn(getCode: () => Promise<string>): Promise<string> {
    for (let left = LOGIN_CODES; ; left--) {
      const code = await getCode()
      try {
        const answer = await this.callOpenly('POST', '/session', { code })
        const { token } = readFields(answer, ['token'])
        const user = textOf(answer.user)
        // A service of another version gives none: then there is one.
        if (USER.test(user)) this.#enter(user)
        this.#options.store?.save(token)
        return token
      } catch (error) {
        if (left <= 1 || !(error instanceof ServiceError) || !CODE_REFUSED.includes(error.code)) throw error
      }
    }
  }

  #enter(user: string): void {
    const { users } = this.#options
    if (!users) return
    if (users.current !== undefined && users.current !== user) this.#turn++
    users.enter(user)
  }
}

/** A 401 of a portal or proxy says nothing of our session. */
function isRefusal(error: unknown, status: number): boolean {
  return error instanceof ServiceError && error.status === status && error.code !== 'malformed_answer'
}
