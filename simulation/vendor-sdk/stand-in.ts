import type { StandInWx } from './platform'
import type { Key, Options, PickedFile, UploadInfo } from './sdk-types'
import { has, Turn } from './turn'

/** Found in the surroundings: scripts/vendor-sdk/wrap-sdk.ts says whose it is. */
declare const wx: StandInWx
/** Put in by stand-in-source.ts. */
declare const STAND_IN_VERSION: string

const NEXT_FILE_MS = 100

/**
 * Stands in for Alibaba's upload SDK for mini programs, which must not be in this repository. Written from the documented
 * interface and from what is known of 1.0.1 on the wire; its faults can be switched off one by one. Where it is not known
 * how the SDK goes on after a fault, this goes on as after any other failure: to the next file.
 */
export default class VODUpload {
  static readonly about = { version: STAND_IN_VERSION }
  private readonly options: Options
  private readonly region: string
  private readonly list: UploadInfo[] = []
  /** `expired`: it waits for a new key. */
  private state: 'idle' | 'started' | 'expired' | 'stopped' = 'idle'
  private turn: Turn | undefined

  constructor(options: Options) {
    if (!options?.userId) throw new Error('userId is required.')
    this.options = options
    this.region = options.region ?? 'cn-shanghai'
  }

  /** The entry is in the list when its MD5 is known, which is later than this call, and addFileSuccess is called. */
  addFile(
    file: PickedFile,
    endpoint: string | null = null,
    bucket: string | null = null,
    object: string | null = null,
    userData = '{"Vod":{}}',
  ): void {
    const { Vod } = JSON.parse(userData) as { Vod?: Record<string, unknown> }
    if (!Vod) throw new Error('userData must have Vod.')
    wx.getFileInfo({
      filePath: file.url,
      digestAlgorithm: 'md5',
      success: ({ size, digest }) => {
        if (this.list.some((info) => info.file.url === file.url)) return console.log('The file is in the list already.')
        const info: UploadInfo = {
          ...{ file, endpoint, bucket, object, userData: Vod },
          ...{ fileHash: digest, size, state: 'waiting' },
        }
        this.list.push(info)
        this.callBack('addFileSuccess', info)
      },
      fail: ({ errMsg }) => console.log(errMsg),
    })
  }

  listFiles(): UploadInfo[] {
    return this.list
  }

  cleanList(): void {
    while (this.list.length > 0) this.deleteFile(0)
  }

  deleteFile(index: number): void {
    this.cancelFile(index)
    this.list.splice(index, 1)
  }

  cancelFile(index: number): void {
    const info = this.list[index]
    if (info?.state === 'waiting') info.state = 'canceled'
    const { turn } = this
    if (!turn || turn.info !== info || has('cancelEmpty')) return
    turn.abort()
    this.settle(turn, 'canceled')
  }

  resumeFile(index: number): void {
    const info = this.list[index]
    if (info?.state === 'canceled' || info?.state === 'failed') info.state = 'waiting'
  }

  startUpload(): void {
    if (this.state === 'started' || this.state === 'expired') return
    if (!this.list.some(({ state }) => state === 'waiting')) return
    this.state = 'started'
    this.next()
  }

  stopUpload(): void {
    this.state = 'stopped'
    const { turn } = this
    if (!turn) return
    if (has('cancelEmpty')) throw new TypeError('abort is not a function')
    turn.abort()
    turn.info.state = 'waiting'
    this.turn = undefined
  }

  setSTSToken(uploadInfo: UploadInfo, accessKeyId: string, accessKeySecret: string, securityToken: string): void {
    if (this.turn?.info === uploadInfo) this.turn.askForTicket({ accessKeyId, accessKeySecret, securityToken })
  }

  resumeUploadWithSTSToken(
    accessKeyId: string,
    accessKeySecret: string,
    securityToken: string,
    _expireTime?: string,
  ): void {
    const { turn } = this
    if (!turn || this.state === 'stopped') return
    this.state = 'started'
    const key: Key = { accessKeyId, accessKeySecret, securityToken }
    const { object } = turn.info
    if (object !== null && has('resumeWithStsTokenBroken')) turn.askByObject(object, key)
    else turn.askForTicket(key)
  }

  setUploadAuthAndAddress(uploadInfo: UploadInfo, uploadAuth: string, uploadAddress: string, videoId?: string): void {
    if (this.turn?.info === uploadInfo) this.turn.send(uploadAuth, uploadAddress, videoId)
  }

  resumeUploadWithAuth(uploadAuth: string): void {
    if (has('resumeWithAuthBroken')) throw new ReferenceError('base64 is not defined')
    const { turn } = this
    if (!turn || turn.info.object === null || this.state === 'stopped') return
    this.state = 'started'
    turn.send(uploadAuth)
  }

  private next(): void {
    const info = this.list.find(({ state }) => state === 'waiting')
    if (!info) return
    info.state = 'uploading'
    const { region, options } = this
    const turn = new Turn(
      info,
      { region, timeout: options.timeout },
      {
        progressed: (loadedPercent) => this.callBack('onUploadProgress', info, info.size, loadedPercent),
        succeeded: () => {
          this.callBack('onUploadSucceed', info)
          this.settle(turn, 'success')
        },
        failed: (error) => {
          if (error) this.callBack('onUploadFailed', info, error.code, error.message)
          this.settle(turn, 'failed')
        },
        expired: () => {
          this.state = 'expired'
          this.callBack('onUploadTokenExpired', info)
        },
      },
    )
    this.turn = turn
    this.callBack('onUploadstarted', info)
  }

  private settle(turn: Turn, state: UploadInfo['state']): void {
    turn.info.state = state
    if (this.turn === turn) this.turn = undefined
    if (this.state === 'expired') this.state = 'started'
    setTimeout(() => {
      if (this.state !== 'started' || this.turn) return
      this.next()
      if (this.turn) return
      this.state = 'idle'
      this.callBack('onUploadEnd', turn.info)
    }, NEXT_FILE_MS)
  }

  /** What the app's callbacks throw stays here. */
  private callBack<Name extends Callback>(name: Name, ...values: Parameters<Required<Options>[Name]>): void {
    try {
      const callback = this.options[name] as ((...values: unknown[]) => void) | undefined
      callback?.(...values)
    } catch (error) {
      console.log(error)
    }
  }
}

type Callback = Extract<keyof Options, `on${string}` | 'addFileSuccess'>
