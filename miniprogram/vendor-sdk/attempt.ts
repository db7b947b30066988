import type { Ports, StsAuth } from '../uploader/index'
import { type CloudClock, failureOf, ossRefusal, type Run, UploadError } from '../uploader/transfer-kit'
import type { load, UploadInfo, VodUpload } from './aliyun-upload-sdk'
import { type Authorization, authorize, resumeWith, type VideoKey, vodAnswer } from './authorization'
import { cloudDate, FormClock } from './cloud-date'
import { gaveUp } from './sdk-error'
import { bytesOfFile, LoadedPercent } from './sdk-progress'
import { type Failure, type SdkCalls, sdkWx } from './sdk-wx'
import { SilenceWatch, type Stage } from './silence-watch'

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

/** Renewals that the SDK itself may ask for; then the file is better started again. */
const MAX_RENEWALS = 2

/** One run of the SDK for one file. Each has an SDK of its own, so that nothing of one that failed gets into the next. */
export class Attempt {
  readonly #options: AttemptOptions
  readonly #percent = new LoadedPercent()
  readonly #silence: SilenceWatch
  #authorization: Authorization
  #sdk: VodUpload | undefined
  #begun = false
  #over = false
  /** Of what is being sent. */
  #abort: (() => void) | undefined
  /** wx.uploadFile reports the progress, more exactly than the SDK does. */
  #counted = false
  #failure: UploadError | undefined
  #renewals = 0
  #renewing = false
  #resolve: (stored: boolean) => void = () => undefined
  #reject: (error: unknown) => void = () => undefined

  constructor(options: AttemptOptions) {
    this.#options = options
    this.#authorization = options.authorization
    this.#silence = new SilenceWatch(options.ports.setTimer, options.silenceMs, () =>
      this.#reject(new UploadError('timed_out', "The vendor's SDK has fallen silent.")),
    )
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
      this.#silence.alive()
      this.#guard(() => this.#start())
      return () => this.#stop()
    })
  }

  #start(): void {
    const { load, wx, clock, file, timeoutMs, keyEndsAt } = this.#options
    const authorization = this.#authorization
    const formClock = new FormClock(clock, keyEndsAt)
    const VodUpload = load(
      sdkWx(wx, this.#calls()),
      cloudDate(() => formClock.now()),
    )
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

  #authorize(info: UploadInfo): void {
    this.#silence.alive()
    if (!authorize(this.#sdk as VodUpload, info, this.#authorization)) throw gaveUp('it does not take the credential')
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
      answered: (informSdk) => this.#guard(informSdk),
      unanswered: (error, informSdk) => this.#fail(error, informSdk),
      sending: (abort) => {
        this.#abort = abort
        this.#counted = true
        this.#silence.alive('sending')
        onSending()
      },
      sent: (bytes, ofBytes) => this.#sent(bytesOfFile(bytes, ofBytes, file.size)),
      stored: (informSdk) => {
        this.#abort = undefined
        // Whatever the SDK makes of it: the file is there.
        this.#resolve(true)
        inform(informSdk)
      },
      failed: (failure, informSdk) => {
        this.#abort = undefined
        this.#fail(this.#errorOf(failure), informSdk)
      },
    }
  }

  #answer(action: string): Promise<object> | undefined {
    this.#silence.alive()
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
    this.#silence.alive('reporting')
    this.#options.onSent(bytes)
  }

  /** Lets the SDK react first: it may ask for another credential and go on. */
  #fail(error: UploadError, informSdk: () => void): void {
    this.#failure = error
    inform(informSdk)
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
      this.#silence.alive()
      if (!this.#resume(authorization)) this.#reject(ended)
    } catch (error) {
      // 1.0.1 throws a ReferenceError.
      this.#reject(error instanceof UploadError ? error : ended)
    }
  }

  #resume(authorization: Authorization): boolean {
    this.#authorization = authorization
    this.#failure = undefined
    return resumeWith(this.#sdk as VodUpload, authorization)
  }

  #errorOf(failure: Failure): UploadError {
    if ('errMsg' in failure) return failureOf(failure, 'OSS')
    const { status, body: text } = failure
    // wx.uploadFile gives no headers.
    return ossRefusal('PostObject', { status, headers: {}, text }, this.#options.clock)
  }

  /** Neither its cancel nor its stop aborts anything. From now on nothing that it does has an effect. */
  #stop(): void {
    this.#over = true
    this.#silence.stop()
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

/** Tells the SDK of what is settled. Its own trouble with that changes nothing. */
function inform(informSdk: () => void): void {
  try {
    informSdk()
  } catch (error) {
    console.warn("The vendor's SDK has failed at an answer.", error)
  }
}
