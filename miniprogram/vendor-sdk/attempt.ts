import type { CloudClock } from '../uploader/clock'
import { UploadError } from '../uploader/errors'
import type { StsAuth } from '../uploader/index'
import { ossRefusal } from '../uploader/oss/oss-client'
import type { Ports } from '../uploader/ports'
import type { Run } from '../uploader/run'
import { failureOf } from '../uploader/wx/wx-http'
import type { load, UploadInfo, VodUpload } from './aliyun-upload-sdk'
import { cloudDate } from './cloud-date'
import { bytesOfFile, LoadedPercent } from './sdk-progress'
import { type Failure, type SdkCalls, sdkWx } from './sdk-wx'

/** What the SDK is given: an STS token with which it creates the video, or the place and key of one that is there. */
export type Authorization = { token: StsAuth } | VideoKey

/** Place and key of a video, as VOD gave them. */
export interface VideoKey {
  videoId: string
  /** Base64. */
  uploadAddress: string
  /** Base64. */
  uploadAuth: string
}

export interface AttemptOptions {
  load: typeof load
  wx: WechatMiniprogram.Wx
  ports: Pick<Ports, 'setTimer'>
  clock: CloudClock
  file: { path: string; title: string; size: number }
  authorization: Authorization
  /** Has VOD make the video. */
  createVideo(token: StsAuth): Promise<VideoKey>
  /** A fresh authorization in the place of one that has ended. */
  renew(): Promise<Authorization>
  /** End of the key that the file is sent with, milliseconds since 1970; undefined before there is one. */
  keyEndsAt(): number | undefined
  /** Of wx.uploadFile, milliseconds. */
  timeoutMs: number
  /** Milliseconds without a sign of life after which the SDK is given up. */
  silenceMs(stage: Stage): number
  onSending(): void
  /** Bytes of the file that have left the phone. */
  onSent(bytes: number): void
}

/** How far an attempt is: the file is not on its way; it is, and nothing tells how far; its progress is told. */
export type Stage = 'before' | 'sending' | 'reporting'

/** Life that the SDK gives to its form, by the `Date` that it is given. */
const FORM_LIFE_MS = 5 * 60_000
/** Renewals that the SDK itself may ask for; then the file is better started again. */
const MAX_RENEWALS = 2

/** One run of the SDK for one file. Each has an SDK of its own, so that nothing of one that failed gets into the next. */
export class Attempt {
  readonly #options: AttemptOptions
  readonly #percent = new LoadedPercent()
  #authorization: Authorization
  #sdk: VodUpload | undefined
  #ahead = { endsAt: 0, ms: 0 }
  #begun = false
  #over = false
  /** Of what is being sent. */
  #abort: (() => void) | undefined
  /** wx.uploadFile tells the progress, more exactly than the SDK does. */
  #counted = false
  #stage: Stage = 'before'
  #failure: UploadError | undefined
  #renewals = 0
  #renewing = false
  #resolve: (stored: boolean) => void = () => undefined
  #reject: (error: unknown) => void = () => undefined
  #watchdog: () => void = () => undefined

  constructor(options: AttemptOptions) {
    this.#options = options
    this.#authorization = options.authorization
  }

  /**
   * @returns whether OSS itself was seen to say that it has the file; else there is only the SDK's word
   * @throws {UploadError} oss_refused or vod_refused with the cloud's code, sdk_failed, timed_out where it fell silent, or
   * what `renew` and `createVideo` reject with
   */
  run(run: Run): Promise<boolean> {
    return run.wait<boolean>((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#alive()
      this.#guard(() => this.#start())
      return () => this.#stop()
    })
  }

  #start(): void {
    const { load, wx, clock, file, timeoutMs } = this.#options
    const authorization = this.#authorization
    const now = () => clock.now() + this.#formAheadMs()
    const VodUpload = load(sdkWx(wx, this.#calls()), cloudDate(now))
    const sdk = new VodUpload({
      // Must not be empty, and is only for its statistics.
      userId: '0',
      ...('token' in authorization && { region: authorization.token.region }),
      timeout: timeoutMs,
      addFileSuccess: () => this.#guard(() => this.#begin()),
      onUploadstarted: (info) => this.#guard(() => this.#authorize(info)),
      onUploadSucceed: () => {
        // 1.0.1 calls it for a 403, too.
        if (!this.#failure) this.#resolve(false)
      },
      onUploadFailed: (_, code, message) => this.#reject(this.#failure ?? gaveUp(`${code}: ${message}`)),
      onUploadTokenExpired: () => void this.#renew(),
      onUploadProgress: (_, __, loaded) => {
        if (!this.#counted) this.#sent(this.#percent.read(loaded) * file.size)
      },
    })
    this.#sdk = sdk
    const userData = JSON.stringify({ Vod: { Title: file.title } })
    if (sdk.addFile({ url: file.path, coverUrl: '' }, null, null, null, userData) === false) {
      throw gaveUp('it does not take the file')
    }
    // 1.0.1 has it in its list at once; others may look at it first.
    if (sdk.listFiles().length > 0) this.#begin()
  }

  #begin(): void {
    if (this.#begun) return
    this.#begun = true
    this.#sdk?.startUpload()
  }

  /** A form may come in for as long as its key is good: so much ahead is the clock that the SDK is given. */
  #formAheadMs(): number {
    const { clock, keyEndsAt } = this.#options
    const endsAt = keyEndsAt() ?? 0
    // Once for each key, so that the clock runs on.
    if (endsAt !== this.#ahead.endsAt) {
      this.#ahead = { endsAt, ms: Math.max(0, endsAt - clock.now() - FORM_LIFE_MS) }
    }
    return this.#ahead.ms
  }

  #authorize(info: UploadInfo): void {
    const authorization = this.#authorization
    const sdk = this.#sdk as VodUpload
    this.#alive()
    let taken: boolean | undefined
    if ('token' in authorization) {
      const { accessKeyId, accessKeySecret, securityToken } = authorization.token
      taken = sdk.setSTSToken(info, accessKeyId, accessKeySecret, securityToken)
    } else {
      const { uploadAuth, uploadAddress, videoId } = authorization
      taken = sdk.setUploadAuthAndAddress(info, uploadAuth, uploadAddress, videoId)
    }
    if (taken === false) throw gaveUp('it does not take the credential')
  }

  #calls(): SdkCalls {
    const attempt = this
    const { timeoutMs, file, onSending } = this.#options
    return {
      timeoutMs,
      get over() {
        return attempt.#over
      },
      answer: (action) => this.#answer(action),
      answered: (tell) => this.#guard(tell),
      unanswered: (error, tell) => this.#fail(error, tell),
      sending: (abort) => {
        this.#abort = abort
        this.#counted = true
        this.#stage = 'sending'
        this.#alive()
        onSending()
      },
      sent: (bytes, ofBytes) => this.#sent(bytesOfFile(bytes, ofBytes, file.size)),
      stored: (tell) => {
        this.#abort = undefined
        // Whatever the SDK makes of it: the file is there.
        this.#resolve(true)
        inform(tell)
      },
      failed: (failure, tell) => {
        this.#abort = undefined
        this.#fail(this.#errorOf(failure), tell)
      },
    }
  }

  #answer(action: string): Promise<object> | undefined {
    this.#alive()
    switch (action) {
      case 'CreateUploadVideo':
      // It takes a video for a picture where its temp path has the letters of a picture's ending in it.
      case 'CreateUploadImage':
        return this.#create().then(vodAnswer)
      // It would name the object for a VideoId.
      case 'RefreshUploadVideo':
        return this.#refresh().then(vodAnswer)
      default:
        return undefined
    }
  }

  async #create(): Promise<VideoKey> {
    const authorization = this.#authorization
    if (!('token' in authorization)) throw gaveUp('it wants another video')
    return this.#options.createVideo(authorization.token)
  }

  async #refresh(): Promise<VideoKey> {
    const authorization = await this.#options.renew()
    if ('token' in authorization) throw gaveUp('it has lost its video')
    return authorization
  }

  #sent(bytes: number): void {
    if (this.#over) return
    this.#stage = 'reporting'
    this.#alive()
    this.#options.onSent(bytes)
  }

  /** Lets the SDK react first: it may ask for another credential and go on. */
  #fail(error: UploadError, tell: () => void): void {
    this.#failure = error
    inform(tell)
    if (!this.#renewing) this.#reject(error)
  }

  /** Answers onUploadTokenExpired. Where that does not help, the failure stands, and the file is started again. */
  async #renew(): Promise<void> {
    const ended = this.#failure ?? gaveUp('its credential has ended')
    if (this.#over || this.#renewing) return
    if (++this.#renewals > MAX_RENEWALS) return this.#reject(ended)
    this.#renewing = true
    try {
      const authorization = await this.#options.renew()
      if (this.#over) return
      this.#renewing = false
      this.#alive()
      if (!this.#resume(authorization)) this.#reject(ended)
    } catch (error) {
      // 1.0.1 throws a ReferenceError.
      this.#reject(error instanceof UploadError ? error : ended)
    }
  }

  #resume(authorization: Authorization): boolean {
    const sdk = this.#sdk as VodUpload
    this.#authorization = authorization
    this.#failure = undefined
    if (!('token' in authorization)) return sdk.resumeUploadWithAuth(authorization.uploadAuth) !== false
    const { accessKeyId, accessKeySecret, securityToken, expiration } = authorization.token
    return sdk.resumeUploadWithSTSToken(accessKeyId, accessKeySecret, securityToken, expiration) !== false
  }

  #errorOf(failure: Failure): UploadError {
    if ('errMsg' in failure) return failureOf(failure.errMsg, 'OSS')
    const { status, body: text } = failure
    // wx.uploadFile tells no headers.
    return ossRefusal('PostObject', { status, headers: {}, text }, this.#options.clock)
  }

  /** There was a sign of life. */
  #alive(): void {
    this.#watchdog()
    const { ports, silenceMs } = this.#options
    this.#watchdog = ports.setTimer(
      () => this.#reject(new UploadError('timed_out', "The vendor's SDK has fallen silent.")),
      silenceMs(this.#stage),
    )
  }

  /** Neither its cancel nor its stop aborts anything. From now on nothing that it does has an effect. */
  #stop(): void {
    this.#over = true
    this.#watchdog()
    this.#abort?.()
  }

  /** Runs what may throw, in the SDK or of ours, and fails the attempt where it does. */
  #guard(work: () => void): void {
    try {
      work()
    } catch (cause) {
      this.#reject(cause instanceof UploadError ? cause : gaveUp(String(cause), cause))
    }
  }
}

/** As VOD itself would answer. */
function vodAnswer({ videoId, uploadAddress, uploadAuth }: VideoKey): object {
  return { VideoId: videoId, UploadAddress: uploadAddress, UploadAuth: uploadAuth }
}

/** Tells the SDK of what is settled. Its own trouble with that changes nothing. */
function inform(tell: () => void): void {
  try {
    tell()
  } catch (error) {
    console.warn("The vendor's SDK has failed at an answer.", error)
  }
}

function gaveUp(why: string, cause?: unknown): UploadError {
  return new UploadError('sdk_failed', `The vendor's SDK has given up: ${why}`, { cause })
}
