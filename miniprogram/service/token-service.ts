import type { CreatedVideo, StsCredentials, VideoDescription } from '../uploader/index'
import { numberOf, textOf, wholeCharacters } from '../wechat/values'
import { malformedAnswer, readFields } from './answer'
import { SessionClient } from './session-client'
import { readSettings, type ServiceSettings } from './settings'
import { type CloudVideo, changesBody, readVideo, readVideos, type VideoChanges, type VideosPage } from './videos'
import { type Playable, readPlayable, readSharedVideo, type SharedVideo } from './watching'

export type { SessionStore, Users } from './session-client'

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

/** The answer to `POST /videos/:videoId/cover`: where the picture goes. */
export interface CoverTicket {
  /** Base64, as VOD gave them. */
  uploadAddress: string
  uploadAuth: string
  /** For changeVideo, once the picture is there. */
  cover: string
  /** ISO 8601 UTC. */
  serverTime: string
}

export interface ShareTicket {
  token: string
  /** Milliseconds for which it is good, from the answer on. */
  validMs: number
}

/** What an operator may know of something that went wrong: no names, no tokens. */
export interface ServiceReport {
  code: string
  /** ISO 8601 UTC. */
  at: string
  cloudCode?: string
  requestId?: string
  engine: string
  platform: string
  /** Version of WeChat's base library. */
  library: string
  /** Version of the mini program. */
  app: string
  network?: string
}

const UPLOAD_FIELDS = ['videoId', 'uploadAddress', 'uploadAuth', 'serverTime'] as const

/**
 * Client of the token service. Its calls reject with a ServiceError, with what `login` rejects with, or with an
 * UploadError of the http port. What a service of another version leaves out, or gives otherwise, is read as not known.
 */
export class TokenService extends SessionClient {
  /** Keys of creations that have failed, by what they were for. */
  readonly #lostKeys = new Map<string, string>()

  /**
   * STS credentials for this user.
   * @param validFor seconds that they shall be good for at least
   */
  async getCredentials(validFor?: number): Promise<ServiceCredentials> {
    const answer = await this.call('POST', '/credentials', validFor === undefined ? {} : { validFor })
    const names = ['accessKeyId', 'accessKeySecret', 'securityToken', 'expiration', 'region', 'serverTime'] as const
    return readFields(answer, names)
  }

  /** Has the service create the video at VOD. Tried again after a failure, it creates no second one. */
  async createUpload({ fileName, fileSize, title }: VideoDescription): Promise<ServiceUpload> {
    const body = { fileName, fileSize, title: wholeCharacters(title) }
    const description = JSON.stringify(body)
    // A key that a lost answer has left behind belongs to a video that is made, perhaps, and was never used.
    const key = this.#lostKeys.get(description) ?? newKey()
    // While the call is under way, an upload of the same file is another one.
    this.#lostKeys.delete(description)
    try {
      const answer = await this.call('POST', '/uploads', body, { 'idempotency-key': key })
      return readFields(answer, UPLOAD_FIELDS)
    } catch (error) {
      this.#lostKeys.set(description, key)
      throw error
    }
  }

  /** Tells the service that this user has just created a video with an STS token. Doing it again changes nothing. */
  async registerUpload({ videoId, title, fileSize }: CreatedVideo): Promise<void> {
    await this.call('PUT', `/uploads/${videoId}`, { title: wholeCharacters(title), fileSize })
  }

  /** A new key for an upload of this user. */
  async refreshUpload(videoId: string): Promise<ServiceUpload> {
    return readFields(await this.call('POST', `/uploads/${videoId}/refresh`), UPLOAD_FIELDS)
  }

  /** What the operator allows and offers. A service of before has none: `not_found`. */
  async getSettings(): Promise<ServiceSettings> {
    return readSettings(await this.call('GET', '/settings'))
  }

  /**
   * Videos of this user, newest first.
   * @param cursor `nextCursor` of the page before
   */
  async listVideos(cursor?: string): Promise<VideosPage> {
    const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`
    return readVideos(await this.call('GET', `/videos${query}`))
  }

  async getVideo(videoId: string): Promise<CloudVideo> {
    const answer = await this.call('GET', `/videos/${videoId}`)
    const video = readVideo({ videoId, ...answer })
    if (!video || typeof answer.size !== 'number') throw malformedAnswer(200)
    return video
  }

  /** Where a video of this user can be played for a while; `video_not_playable` before it is Normal. */
  async playVideo(videoId: string): Promise<Playable> {
    return readPlayable(await this.call('GET', `/videos/${videoId}/play`))
  }

  /** Changes what is said of a video. wx.request knows no PATCH: the service takes the same with POST. */
  async changeVideo(videoId: string, changes: VideoChanges): Promise<CloudVideo> {
    const video = readVideo({ videoId, ...(await this.call('POST', `/videos/${videoId}`, changesBody(changes))) })
    if (!video) throw malformedAnswer(200)
    return video
  }

  async deleteVideo(videoId: string): Promise<void> {
    await this.call('DELETE', `/videos/${videoId}`)
  }

  /**
   * A place for a picture that is to be the cover of a video.
   * @param picture extension `png`, `jpg`, `jpeg` or `gif`; size in bytes
   */
  async askForCover(videoId: string, picture: { extension: string; size: number }): Promise<CoverTicket> {
    const answer = await this.call('POST', `/videos/${videoId}/cover`, picture)
    return readFields(answer, ['uploadAddress', 'uploadAuth', 'cover', 'serverTime'])
  }

  /** A token by which others can watch a video of this user for some days. */
  async shareVideo(videoId: string): Promise<ShareTicket> {
    const answer = await this.call('POST', `/videos/${videoId}/share`)
    const { token } = readFields(answer, ['token'])
    return { token, validMs: numberOf(Date.parse(textOf(answer.expiresAt)) - Date.parse(textOf(answer.serverTime))) }
  }

  /** What a shared token shows, to whoever has it: needs no login. */
  async sharedVideo(token: string): Promise<SharedVideo> {
    return readSharedVideo(await this.callOpenly('GET', `/shared/${encodeURIComponent(token)}`))
  }

  /** Tells the operator what has failed; `not_found` where the operator does not want to know. */
  async report(reports: readonly ServiceReport[]): Promise<void> {
    await this.call('POST', '/reports', { reports })
  }
}

/** Tells one creation of a user from the next: it need not be secret. */
function newKey(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
}
