import type { CreatedVideo, Http, StsCredentials, VideoDescription } from '../uploader/index'
import { wholeCharacters } from '../wechat/values'
import { type Answer, malformedAnswer, readAnswer, readFields } from './answer'
import { ServiceError } from './service-error'

const TIMEOUT_MS = 15_000
/** Login codes tried for one login: WeChat now and then gives a code that its own servers do not know (yet, or any more). */
const LOGIN_CODES = 3
/** The service's codes for a login code that another one can take the place of. */
const CODE_REFUSED = ['code_used', 'invalid_code']

type Method = 'GET' | 'POST' | 'PUT'
type Body = Readonly<Record<string, string | number>>

export interface TokenServiceOptions {
  /** Base URL of the service. */
  url: string
  /** Its calls must settle, as those of punctualHttp do: whoever needs the session waits for them. */
  http: Http
  /** A fresh login code: on WeChat, from wx.login. Must settle, too. */
  login(): Promise<string>
  /** Keeps the session beyond the app's life. */
  store?: SessionStore
}

export interface SessionStore {
  load(): string | undefined
  save(session: string): void
}

/** The answer to `POST /credentials`. */
export interface ServiceCredentials extends StsCredentials {
  /** ISO 8601 UTC. */
  expiration: string
  /** The service's clock, ISO 8601 UTC. */
  serverTime: string
  /** Marks the videos that are made with this token as the user's own (JSON text). */
  userData?: string
}

/** The answer to `POST /uploads` and `POST /uploads/:videoId/refresh`. */
export interface ServiceUpload {
  videoId: string
  /** Base64, as VOD gave it. */
  uploadAddress: string
  /** Base64, as VOD gave it. */
  uploadAuth: string
  /** ISO 8601 UTC. */
  serverTime: string
}

/** The answer to `GET /videos/:videoId`, as far as it is needed here. */
export interface ServiceVideo {
  /** As VOD names it: `Uploading` until it has the file. */
  status: string
  /** Bytes: as declared, until VOD has counted. */
  size: number
}

const UPLOAD_FIELDS = ['videoId', 'uploadAddress', 'uploadAuth', 'serverTime'] as const

/**
 * Client of the token service. Logs in on first use, once for all callers, and again when the service says that the
 * session is over. Its calls reject with a ServiceError, with what `login` rejects with, or with an UploadError of the
 * http port.
 */
export class TokenService {
  readonly #options: TokenServiceOptions
  #session: Promise<string> | undefined

  constructor(options: TokenServiceOptions) {
    this.#options = options
    const known = options.store?.load()
    this.#session = known === undefined ? undefined : Promise.resolve(known)
  }

  /**
   * STS credentials for this user.
   * @param validFor seconds that they shall be good for at least
   */
  async getCredentials(validFor?: number): Promise<ServiceCredentials> {
    const answer = await this.#call('POST', '/credentials', validFor === undefined ? {} : { validFor })
    const names = ['accessKeyId', 'accessKeySecret', 'securityToken', 'expiration', 'region', 'serverTime'] as const
    return readFields(answer, names)
  }

  /** Has the service create the video at VOD. */
  async createUpload({ fileName, fileSize, title }: VideoDescription): Promise<ServiceUpload> {
    const body = { fileName, fileSize, title: wholeCharacters(title) }
    return readFields(await this.#call('POST', '/uploads', body), UPLOAD_FIELDS)
  }

  /** Tells the service that this user has just created a video with an STS token. Doing it again changes nothing. */
  async registerUpload({ videoId, title, fileSize }: CreatedVideo): Promise<void> {
    await this.#call('PUT', `/uploads/${videoId}`, { title: wholeCharacters(title), fileSize })
  }

  /** A new key for an upload of this user. */
  async refreshUpload(videoId: string): Promise<ServiceUpload> {
    return readFields(await this.#call('POST', `/uploads/${videoId}/refresh`), UPLOAD_FIELDS)
  }

  /** What VOD has of a video of this user. */
  async getVideo(videoId: string): Promise<ServiceVideo> {
    const answer = await this.#call('GET', `/videos/${videoId}`)
    const { status } = readFields(answer, ['status'])
    const { size } = answer
    if (typeof size !== 'number') throw malformedAnswer(200)
    return { status, size }
  }

  /** One call with the session. */
  async #call(method: Method, path: string, body: Body = {}): Promise<Answer> {
    const known = this.#session
    try {
      return await this.#send(method, path, bearer(await this.#getSession()), body)
    } catch (error) {
      // Only a session from before can be over; a fresh one that is refused would be refused again.
      if (!known || !isRefusal(error, 401)) throw error
      if (this.#session === known) this.#session = undefined
      return this.#send(method, path, bearer(await this.#getSession()), body)
    }
  }

  #getSession(): Promise<string> {
    this.#session ??= this.#login().catch((error: unknown) => {
      this.#session = undefined
      throw error
    })
    return this.#session
  }

  async #login(): Promise<string> {
    for (let left = LOGIN_CODES; ; left--) {
      const code = await this.#options.login()
      try {
        const { token } = readFields(await this.#send('POST', '/session', {}, { code }), ['token'])
        this.#options.store?.save(token)
        return token
      } catch (error) {
        if (left <= 1 || !(error instanceof ServiceError) || !CODE_REFUSED.includes(error.code)) throw error
      }
    }
  }

  async #send(method: Method, path: string, headers: Record<string, string>, body: Body): Promise<Answer> {
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
}

function bearer(session: string): Record<string, string> {
  return { authorization: `Bearer ${session}` }
}

/** A 401 of a portal or proxy says nothing of our session. */
function isRefusal(error: unknown, status: number): boolean {
  return error instanceof ServiceError && error.status === status && error.code !== 'malformed_answer'
}
