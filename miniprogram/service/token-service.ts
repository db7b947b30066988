import type { CreatedVideo, Http, StsCredentials, VideoDescription } from '../uploader/index'
import { ServiceError } from './service-error'

const TIMEOUT_MS = 15_000

type Method = 'GET' | 'POST' | 'PUT'
type Body = Readonly<Record<string, string | number>>

export interface TokenServiceOptions {
  /** Base URL of the service. */
  url: string
  http: Http
  /** A fresh login code: on WeChat, from wx.login. */
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
  /** Keys of creations that have failed, by what they were for. */
  readonly #lostKeys = new Map<string, string>()

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

  /** Has the service create the video at VOD. Tried again after a failure, it creates no second one. */
  async createUpload({ fileName, fileSize, title }: VideoDescription): Promise<ServiceUpload> {
    const body = { fileName, fileSize, title }
    const description = JSON.stringify(body)
    // A key that a lost answer has left behind belongs to a video that is made, perhaps, and was never used.
    const key = this.#lostKeys.get(description) ?? newKey()
    // While the call is under way, an upload of the same file is another one.
    this.#lostKeys.delete(description)
    try {
      const answer = await this.#call('POST', '/uploads', body, { 'idempotency-key': key })
      return readFields(answer, UPLOAD_FIELDS)
    } catch (error) {
      this.#lostKeys.set(description, key)
      throw error
    }
  }

  /** Tells the service that this user has just created a video with an STS token. Doing it again changes nothing. */
  async registerUpload({ videoId, title, fileSize }: CreatedVideo): Promise<void> {
    await this.#call('PUT', `/uploads/${videoId}`, { title, fileSize })
  }

  /** A new key for an upload of this user. */
  async refreshUpload(videoId: string): Promise<ServiceUpload> {
    return readFields(await this.#call('POST', `/uploads/${videoId}/refresh`), UPLOAD_FIELDS)
  }

  /** What VOD has of a video of this user. */
  async getVideo(videoId: string): Promise<ServiceVideo> {
    const { status, size } = (await this.#call('GET', `/videos/${videoId}`)) as Partial<ServiceVideo>
    if (typeof status !== 'string' || typeof size !== 'number') throw malformed(200)
    return { status, size }
  }

  /** One call with the session. */
  async #call(method: Method, path: string, body: Body = {}, headers: Record<string, string> = {}): Promise<unknown> {
    const known = this.#session
    try {
      return await this.#send(method, path, { ...headers, ...bearer(await this.#getSession()) }, body)
    } catch (error) {
      // Only a session from before can be over; a fresh one that is refused would be refused again.
      if (!known || !(error instanceof ServiceError) || error.status !== 401) throw error
      if (this.#session === known) this.#session = undefined
      return this.#send(method, path, { ...headers, ...bearer(await this.#getSession()) }, body)
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
    const code = await this.#options.login()
    const { token } = readFields(await this.#send('POST', '/session', {}, { code }), ['token'])
    this.#options.store?.save(token)
    return token
  }

  async #send(method: Method, path: string, headers: Record<string, string>, body: Body): Promise<unknown> {
    const response = await this.#options.http.send({
      method,
      url: this.#options.url + path,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(method !== 'GET' && { body: JSON.stringify(body) }),
      timeoutMs: TIMEOUT_MS,
    }).response
    const answer = parse(response.text)
    if (response.status === 200 && answer) return answer
    const { code, title, detail, requestId } = answer ?? {}
    if (typeof code !== 'string') throw malformed(response.status)
    throw new ServiceError(
      code,
      `${title}: ${detail}`,
      response.status,
      typeof requestId === 'string' ? requestId : undefined,
      readSeconds(response.headers['retry-after']),
    )
  }
}

/** Tells one creation of a user from the next: it need not be secret. */
function newKey(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
}

function bearer(session: string): Record<string, string> {
  return { authorization: `Bearer ${session}` }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : undefined
  } catch {
    // Not JSON: the callers say so, with the status that came along.
    return undefined
  }
}

function readSeconds(text = ''): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined
}

function readFields<K extends string>(answer: unknown, names: readonly K[]): Record<K, string> {
  const fields = answer as Record<K, unknown>
  for (const name of names) if (typeof fields[name] !== 'string') throw malformed(200)
  return fields as Record<K, string>
}

function malformed(status: number): ServiceError {
  return new ServiceError('malformed_answer', `This is not an answer of the token service (HTTP ${status}).`, status)
}
