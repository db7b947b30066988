import type { HttpRequest, HttpResponse, NetworkKind } from '../miniprogram/uploader/index'
import { OFFLINE, REQUEST_TIMEOUT_MS } from '../preview/wx/wechat-facts'
import type { SimulatedCloud } from './cloud'
import { formOf } from './upload-form'
import type { VirtualTime } from './virtual-time'

/** What becomes of a request on its way. */
export type Fate =
  | 'arrives'
  /** The connection breaks before the cloud sees it. */
  | 'reset-before'
  /** The cloud carries it out, and the answer is lost. */
  | 'reset-after'
  /** The connection breaks, and what was sent gets through later, when nobody waits for it any more. */
  | 'late'
  /** The cloud carries it out, and no callback ever comes. */
  | 'silent'
  /** Its success is called back twice, and then a failure. */
  | 'answered-twice'

/** A request as the cloud sees it, and the life of the app that sent it. */
export interface Sent {
  at: number
  life: number
  request: Omit<HttpRequest, 'timeoutMs'>
  fate: Fate
  /** What the cloud made of it; undefined while, or if, it does not get there. */
  answer?: HttpResponse
  /** Whether the answer was handed to the app. */
  delivered: boolean
  /** Whether the app itself gave up on it. */
  aborted: boolean
}

type RequestOption = WechatMiniprogram.RequestOption<string>
type UploadFileOption = WechatMiniprogram.UploadFileOption
type UploadProgress = WechatMiniprogram.UploadTaskOnProgressUpdateListenerResult

interface Open {
  sent: Sent
  name: 'request' | 'uploadFile'
  option: { success?: (result: never) => void; fail?: (error: never) => void; timeout?: number }
  life: number
}

/** What the requests see of the phone that they are sent from. */
interface Surroundings {
  readonly time: VirtualTime
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly latencyMs: number
  readonly bytesPerSecond: number
  readonly reportsProgress: boolean
  readonly network: NetworkKind
  readonly life: number
  readonly fates: { fate: Fate; matches: (request: Sent['request']) => boolean }[]
}

const LATE_MS = 20_000
/** Progress events per upload. */
const PROGRESS_STEPS = 20
const RESET = 'errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET'

/** wx.request and wx.uploadFile: what becomes of each request on its way, and what the app hears of it. */
export class PhoneRequests {
  readonly sent: Sent[] = []
  readonly #phone: Surroundings
  readonly #cloud: Pick<SimulatedCloud, 'send'>
  readonly #random: () => number
  #open: Open[] = []

  constructor(phone: Surroundings, cloud: Pick<SimulatedCloud, 'send'>, random: () => number) {
    this.#phone = phone
    this.#cloud = cloud
    this.#random = random
  }

  /** Requests that the app still waits for. */
  get waiting(): number {
    return this.#open.length
  }

  /** The app is gone: nobody waits any more. */
  forget(): void {
    this.#open = []
  }

  /** The system ends all that are under way. */
  failAll(reason: string): void {
    for (const open of [...this.#open]) this.#fail(open, reason)
  }

  /** wx.request: its callbacks come later, if at all, and only to the life of the app that asked. */
  request(option: RequestOption): { abort(): void } {
    const { url, method = 'GET', header = {}, data } = option
    const body = data as string | ArrayBuffer | undefined
    const open = this.#begin('request', option as Open['option'], {
      method: method as HttpRequest['method'],
      url,
      // WeChat sends this where the app names none, with every method.
      headers: { 'content-type': 'application/json', ...(header as Record<string, string>) },
      ...(body !== undefined && { body }),
    })
    return { abort: () => this.#abort(open) }
  }

  /** wx.uploadFile: the fields and then the file, in one form. */
  uploadFile(option: UploadFileOption): {
    abort(): void
    onProgressUpdate(listener: (p: UploadProgress) => void): void
  } {
    const listeners = new Set<(progress: UploadProgress) => void>()
    const { body, contentType } = formOf(option, this.#phone.files.get(option.filePath) ?? new Uint8Array())
    const open = this.#begin('uploadFile', option as Open['option'], {
      method: 'POST',
      url: option.url,
      headers: { 'content-type': contentType },
      body,
    })
    if (!this.#phone.files.has(option.filePath)) this.#later(0, () => this.#fail(open, 'file not found'))
    const total = body.byteLength
    for (let step = 1; this.#phone.reportsProgress && step <= PROGRESS_STEPS; step++) {
      const share = step / PROGRESS_STEPS
      this.#later((share * total * 1000) / this.#phone.bytesPerSecond, () => {
        if (!this.#open.includes(open) || open.life !== this.#phone.life) return
        const sent = Math.floor(share * total)
        for (const listener of listeners) {
          listener({ progress: share * 100, totalBytesSent: sent, totalBytesExpectedToSend: total })
        }
      })
    }
    return { abort: () => this.#abort(open), onProgressUpdate: (listener) => void listeners.add(listener) }
  }

  #begin(name: Open['name'], option: Open['option'], request: Sent['request']): Open {
    const index = this.#phone.fates.findIndex(({ matches }) => matches(request))
    const fate = index < 0 ? 'arrives' : (this.#phone.fates.splice(index, 1)[0]?.fate ?? 'arrives')
    const sent: Sent = {
      at: this.#phone.time.now(),
      life: this.#phone.life,
      request,
      fate,
      delivered: false,
      aborted: false,
    }
    this.sent.push(sent)
    const open: Open = { sent, name, option, life: this.#phone.life }
    this.#open.push(open)
    // WeChat keeps time itself, but for those requests whose callbacks it loses.
    if (fate !== 'silent') this.#later(option.timeout ?? REQUEST_TIMEOUT_MS, () => this.#fail(open, 'timeout'))
    this.#carry(open)
    return open
  }

  #abort(open: Open): void {
    open.sent.aborted = this.#open.includes(open)
    this.#fail(open, 'abort')
  }

  #carry(open: Open): void {
    const { request, fate } = open.sent
    const bytes = typeof request.body === 'object' ? request.body.byteLength : 0
    const way = this.#phone.latencyMs * (1 + this.#random()) + (bytes / this.#phone.bytesPerSecond) * 1000
    if (this.#phone.network === 'none') {
      this.#later(way, () => this.#fail(open, OFFLINE))
    } else if (fate === 'reset-before') {
      this.#later(way, () => this.#fail(open, RESET))
    } else if (fate === 'late') {
      this.#later(way, () => this.#fail(open, RESET))
      this.#later(LATE_MS, () => void this.#cloud.send(request))
    } else {
      this.#later(way, () => void this.#arrive(open))
    }
  }

  async #arrive(open: Open): Promise<void> {
    const { request, fate } = open.sent
    // The body of a form is cut short where its connection ends, and nothing becomes of it.
    if (open.name === 'uploadFile' && !this.#open.includes(open)) return
    const response = await this.#cloud.send(request)
    open.sent.answer = response
    if (fate === 'silent') return
    this.#later(this.#phone.latencyMs, () => {
      if (fate === 'reset-after') return this.#fail(open, RESET)
      this.#succeed(open, response)
      if (fate !== 'answered-twice' || open.life !== this.#phone.life) return
      this.#callSuccess(open, response)
      this.#callFail(open, 'timeout')
    })
  }

  #succeed(open: Open, response: HttpResponse): void {
    if (!this.#close(open)) return
    open.sent.delivered = true
    this.#callSuccess(open, response)
  }

  #callSuccess({ name, option }: Open, { status, headers, text }: HttpResponse): void {
    // Names of headers in any case, as phones have them. wx.uploadFile gives none.
    const header = Object.fromEntries(Object.entries(headers).map(([field, value]) => [upperCase(field), value]))
    const result = { statusCode: status, data: text, errMsg: `${name}:ok` }
    option.success?.((name === 'request' ? { ...result, header, cookies: [] } : result) as never)
  }

  #fail(open: Open, reason: string): void {
    if (this.#close(open)) this.#callFail(open, reason)
  }

  #callFail({ name, option }: Open, reason: string): void {
    option.fail?.({ errMsg: `${name}:fail ${reason}` } as never)
  }

  /** Returns whether anybody still waits for it. */
  #close(open: Open): boolean {
    const waiting = this.#open.includes(open)
    this.#open = this.#open.filter((other) => other !== open)
    return waiting && open.life === this.#phone.life
  }

  /** The network's own timers, which outlive the app. */
  #later(ms: number, callback: () => void): void {
    this.#phone.time.set(callback, ms)
  }
}

function upperCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
}
