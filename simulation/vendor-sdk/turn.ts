import { readElement } from '../../miniprogram/uploader/oss/xml'
import type { Fault } from './faults'
import type { StandInWx, UploadTask } from './platform'
import { bucketUrl, postFields } from './post-form'
import type { Key, UploadInfo } from './sdk-types'
import { readUploadAddress, readUploadAuth } from './upload-ticket'
import { ticketCall } from './vod-call'
import { vodUrl } from './vod-query'

/** Found in the surroundings: scripts/vendor-sdk/wrap-sdk.ts says whose it is. */
declare const wx: StandInWx
/** Put in by stand-in-source.ts. */
declare const STAND_IN_FAULTS: readonly Fault[]

export function has(fault: Fault): boolean {
  return STAND_IN_FAULTS.includes(fault)
}

export interface Listener {
  progressed(loadedPercent: number): void
  succeeded(): void
  /** Without code and message, no callback of the app's is called. */
  failed(error?: { code: string; message: string }): void
  expired(): void
}

const EXPIRED = ['SecurityTokenExpired', 'InvalidAccessKeyId', 'InvalidSecurityToken.Expired']

/** One entry's turn: its ticket from VOD, and its one form to the bucket. */
export class Turn {
  readonly info: UploadInfo
  private region: string
  private readonly timeout: number | undefined
  private readonly listener: Listener
  private isOver = false
  private task: UploadTask | undefined

  constructor(info: UploadInfo, options: { region: string; timeout: number | undefined }, listener: Listener) {
    this.info = info
    this.region = options.region
    this.timeout = options.timeout
    this.listener = listener
  }

  askForTicket(key: Key): void {
    wx.request({
      url: vodUrl(this.region, key, ticketCall(this.info)),
      method: 'GET',
      success: ({ statusCode, data }) => {
        if (this.isOver) return
        const answer = data as Record<string, string | undefined>
        const { UploadAddress, UploadAuth, VideoId, ImageId } = answer
        if (statusCode !== 200 || !UploadAddress || !UploadAuth) this.refused(answer)
        else this.send(UploadAuth, UploadAddress, VideoId ?? ImageId)
      },
      fail: ({ errMsg }) => this.refused({ Code: 'RequestFailed', Message: errMsg }),
    })
  }

  /** The fault resumeWithStsTokenBroken. */
  askByObject(object: string, key: Key): void {
    wx.request({
      url: vodUrl(this.region, key, { Action: 'RefreshUploadVideo', VideoId: object }),
      method: 'GET',
      success: () => {
        throw new ReferenceError('the variable of the answer is not defined')
      },
      fail: ({ errMsg }) => console.log(errMsg),
    })
  }

  /** The address may be left out where the entry has one. */
  send(uploadAuth: string, uploadAddress?: string, videoId?: string): void {
    const { info, timeout } = this
    if (uploadAddress !== undefined) Object.assign(info, readUploadAddress(uploadAddress))
    if (videoId !== undefined) info.videoId = videoId
    const { region, ...key } = readUploadAuth(uploadAuth)
    this.region = region ?? this.region
    const task = wx.uploadFile({
      url: bucketUrl(info.endpoint ?? '', info.bucket ?? ''),
      filePath: info.file.url,
      name: 'file',
      formData: postFields(info.object ?? '', key),
      ...(timeout !== undefined && { timeout }),
      success: ({ statusCode, data }) => this.answered(statusCode, data),
      fail: ({ errMsg }) => {
        if (has('failureSilent')) this.end(() => this.listener.failed())
        else this.fail('UploadFailed', errMsg)
      },
    })
    if (!has('cancelEmpty')) this.task = task
    task.onProgressUpdate(({ progress }) => {
      if (!this.isOver) this.listener.progressed(has('percentProgress') ? progress : progress / 100)
    })
  }

  abort(): void {
    this.isOver = true
    this.task?.abort()
  }

  /** By VOD. */
  private refused({ Code = '', Message = '' }: { Code?: string; Message?: string }): void {
    if (this.isOver) return
    if (EXPIRED.includes(Code) && !has('expiryUnnoticed')) this.listener.expired()
    else if (has('createFailureGeneric')) this.fail('GetUploadAuthFailed', 'GetUploadAuthFailed')
    else this.fail(Code, Message)
  }

  /** By OSS. */
  private answered(statusCode: number, data: string): void {
    if (this.isOver) return
    if (has('statusIgnored') || (statusCode >= 200 && statusCode < 300)) {
      this.end(() => this.listener.succeeded())
      return
    }
    const code = readElement(data, 'Code') ?? `HTTP${statusCode}`
    if (statusCode === 403 && EXPIRED.includes(code) && !has('expiryUnnoticed')) this.listener.expired()
    else this.fail(code, readElement(data, 'Message') ?? '')
  }

  private fail(code: string, message: string): void {
    this.end(() => this.listener.failed({ code, message }))
  }

  private end(report: () => void): void {
    if (this.isOver) return
    this.isOver = true
    report()
  }
}
