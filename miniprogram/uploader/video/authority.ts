import type { CloudClock } from '../cloud/clock'
import { isExpiry } from '../cloud/cloud-codes'
import { hasCode, UploadError } from '../errors'
import type { Ports } from '../ports'
import { withDeadline } from '../run/deadline'
import type { Run } from '../run/run'
import type { EncodedTicket } from '../vod/upload-ticket'
import { callVod, type StsCredentials } from '../vod/vod-client'
import { keptCredential } from './credential'

/** What VOD needs to know of a new video. */
export interface VideoDescription {
  /** 1–128 characters. */
  title: string
  /** With one of VOD's extensions. */
  fileName: string
  /** Bytes. */
  fileSize: number
}

/** What the engine asks the app for. */
export type AuthRequest =
  /** A place for a new video; `validFor`: seconds for which an STS token is needed at least, where that is known. */
  | ({ kind: 'create-video'; validFor?: number } & VideoDescription)
  /** A new key for an upload whose key is about to end, or has ended. The place stays. */
  | { kind: 'refresh-video'; videoId: string }

/** The STS method of VOD: the engine itself calls CreateUploadVideo or RefreshUploadVideo with this token. */
export interface StsAuth extends StsCredentials {
  /** End of the token, ISO 8601. The engine uses it again until then; without it each video asks anew. */
  expiration?: string
  /** What VOD keeps with each video as its UserData (JSON text). */
  userData?: string
  /** The time of the server that gave it, ISO 8601: a phone with a wrong clock uploads all the same. */
  serverTime?: string
}

/** The URL + credential method: the server has called VOD, and this is what VOD answered, as it came. */
export interface UploadCredential {
  /** Not needed in the answer to refresh-video. */
  videoId?: string
  /** Base64. Not needed in the answer to refresh-video. */
  uploadAddress?: string
  /** Base64. */
  uploadAuth: string
  serverTime?: string
}

/**
 * The app's answer, by either method of VOD. Its rejection fails the upload with `credentials_failed`, unless the error
 * has `passing: true`, or a `status` of 408, 429 or 5xx without `passing: false` (and perhaps `retryAfterS`, seconds), or is an UploadError of the network: then the
 * engine asks again later. Of the video of refresh-video an UploadError `video_gone` says that it was deleted, and
 * `video_complete` that its file has arrived.
 */
export type GetAuth = (request: AuthRequest) => Promise<StsAuth | UploadCredential>

/** A video that VOD has just made. */
export interface CreatedVideo extends VideoDescription {
  videoId: string
}

export interface AuthorityOptions {
  getAuth: GetAuth
  onCreated?: (video: CreatedVideo) => Promise<void>
  vodUrl?: string
}

/** An app that has not answered after this long never will. */
const APP_TIMEOUT_MS = 60_000

/** Asks the app and VOD for places and keys, by whichever method the app has. One token serves all files until its end. */
export function createAuthority(
  ports: Pick<Ports, 'random' | 'setTimer'>,
  clock: CloudClock,
  { getAuth, onCreated, vodUrl }: AuthorityOptions,
) {
  const token = keptCredential(
    // Without an end (NaN) a token is good for the call that it was fetched for, and is not kept for another.
    ({ expiration }: StsAuth) => Date.parse(expiration as string),
    clock.now,
  )
  /** The last question for a new video: who comes meanwhile waits, and shares the token if it brings one. */
  let asking: Promise<unknown> = Promise.resolve()

  /** Calls VOD with a token, which is forgotten where VOD says that it has ended. */
  async function call(
    action: 'CreateUploadVideo' | 'RefreshUploadVideo',
    parameters: Record<string, string>,
    by: StsAuth,
    run: Run,
  ): Promise<EncodedTicket> {
    try {
      return await callVod(action, parameters, by, ports, clock, run, vodUrl)
    } catch (error) {
      const refusal = error as UploadError
      if (isExpiry(refusal)) token.forget(by)
      if (refusal.cloudCode === 'InvalidVideo.NotFound')
        throw new UploadError('video_gone', refusal.message, { cause: error })
      throw error
    }
  }

  function askApp<T>(question: () => Promise<T>): Promise<T> {
    return withDeadline(question, APP_TIMEOUT_MS, ports.setTimer).catch((cause: unknown) => {
      if (hasCode(cause, 'video_gone', 'video_complete')) throw cause
      throw new UploadError(
        'credentials_failed',
        `No credentials for the upload: ${(cause as Partial<Error> | undefined)?.message ?? cause}`,
        { cause },
      )
    })
  }

  /**
   * Asks the app's getAuth, and sets the clock by its answer.
   * @throws {UploadError} credentials_failed, video_gone or video_complete
   */
  async function ask(request: AuthRequest): Promise<StsAuth | UploadCredential> {
    const answer = await askApp(() => getAuth(request))
    clock.set(answer.serverTime)
    if (isToken(answer)) token.put(answer)
    return answer
  }

  /** Has VOD make a video with this token. Rejects as createUpload. */
  function createVideo(video: VideoDescription, by: StsAuth, run: Run): Promise<EncodedTicket> {
    return call('CreateUploadVideo', creationOf(video, by.userData), by, run)
  }

  /** Has VOD give a new key with this token. Rejects as refreshUpload. */
  function refreshVideo(videoId: string, by: StsAuth, run: Run): Promise<EncodedTicket> {
    return call('RefreshUploadVideo', { VideoId: videoId }, by, run)
  }

  return {
    ask,
    createVideo,
    refreshVideo,
    /** The token is another user's now. */
    forget: token.forget,

    /**
     * A new video at VOD: its place and key.
     * @throws {UploadError} credentials_failed, vod_refused, vod_malformed, or what `Run.send` rejects with
     */
    async createUpload(video: VideoDescription, run: Run): Promise<EncodedTicket> {
      const asked = asking
        // Its upload may have been canceled while it waited.
        .then(() => run.until(Promise.resolve()))
        .then(() => token.fresh() ?? ask({ kind: 'create-video', ...video }))
      asking = asked.catch(() => undefined) // Whoever asked gets the error; the next one asks for itself.
      const answer = await run.until(asked)
      return isToken(answer) ? createVideo(video, answer, run) : answer
    },

    /**
     * A new key for the place of a video.
     * @throws {UploadError} video_gone, and as createUpload
     */
    async refreshUpload(videoId: string, run: Run): Promise<EncodedTicket> {
      const answer = await run.until(ask({ kind: 'refresh-video', videoId }))
      return isToken(answer) ? refreshVideo(videoId, answer, run) : answer
    },

    /**
     * Tells the app of a new video, and waits until it has taken note.
     * @throws {UploadError} credentials_failed
     */
    register(video: CreatedVideo, run: Run): Promise<void> {
      return run.until(askApp(async () => onCreated?.(video)))
    },
  }
}

export type Authority = ReturnType<typeof createAuthority>

/** Which of the two methods the app has answered by. */
export function isToken(answer: StsAuth | UploadCredential): answer is StsAuth {
  return !('uploadAuth' in answer)
}

/** Parameters of CreateUploadVideo. */
export function creationOf(video: VideoDescription, userData: string | undefined): Record<string, string> {
  return {
    Title: video.title,
    FileName: video.fileName,
    FileSize: String(video.fileSize),
    ...(userData && { UserData: userData }),
  }
}
