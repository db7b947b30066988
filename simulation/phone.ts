import type { HttpRequest, HttpResponse, NetworkKind } from '../miniprogram/uploader/index'
import type { SimulatedCloud } from './cloud'
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
  /** Its success is told twice, and then a failure. */
  | 'told-twice'

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

/** The most milliseconds that a hidden app's requests go on. */
const INTERRUPT_AFTER_MS = 5_000
const LATE_MS = 20_000
/** In which wx.uploadFile tells how far it is. */
const PROGRESS_STEPS = 20
const OFFLINE = 'errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED'
const RESET = 'errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET'

/** A phone with WeChat on it: what outlives the app, and what the system does to it. */
export class Phone {
  readonly time: VirtualTime
  readonly storage = new Map<string, string>()
  readonly files = new Map<string, Uint8Array>()
  readonly sent: Sent[] = []
  /** Milliseconds by which the phone's clock is wrong. */
  clockOff = 0
  storageFull = false
  /** Of one request's way to the cloud; the answer takes half of it. */
  latencyMs = 20
  bytesPerSecond = 1_000_000
  /** Whether wx.uploadFile tells how far it is: not every phone does. */
  reportsProgress = true
  hidden = false
  network: NetworkKind = 'other'
  life = 0
  /** Of the present life. */
  readonly timers = new Set<() => void>()
  readonly listeners = {
    network: new Set<(result: object) => void>(),
    hide: new Set<() => void>(),
    show: new Set<() => void>(),
  }
  screenKeptOn = false
  /** What happens to the next requests that match; then all is well again. */
  readonly fates: { fate: Fate; matches: (request: Sent['request']) => boolean }[] = []
  readonly #cloud: SimulatedCloud
  readonly #random: () => number
  #open: Open[] = []
  #interruption: (() => void) | undefined

  constructor(time: VirtualTime, cloud: SimulatedCloud, random: () => number) {
    this.time = time
    this.#cloud = cloud
    this.#random = random
  }

  /** Requests that the app still waits for. */
  get waiting(): number {
    return this.#open.length
  }

  /** The system ends the app: nothing of it ever runs again. */
  kill(): void {
    this.life++
    for (const end of [...this.timers]) end()
    this.timers.clear()
    for (const listeners of Object.values(this.listeners)) listeners.clear()
    this.#open = []
    this.screenKeptOn = false
    this.show()
  }

  hide(): void {
    if (this.hidden) return
    this.hidden = true
    for (const listener of [...this.listeners.hide]) listener()
    this.#interruption = this.time.set(() => this.#failAll('interrupted'), INTERRUPT_AFTER_MS)
  }

  show(): void {
    if (!this.hidden) return
    this.hidden = false
    this.#interruption?.()
    for (const listener of [...this.listeners.show]) listener()
  }

  setNetwork(kind: NetworkKind): void {
    if (this.network === kind) return
    this.network = kind
    if (kind === 'none') this.#failAll(OFFLINE)
    for (const listener of [...this.listeners.network]) listener(this.networkStatus)
  }

  get networkStatus(): { isConnected: boolean; networkType: string } {
    const networkType = { none: 'none', mobile: '4g', other: 'wifi' }[this.network]
    return { isConnected: this.network !== 'none', networkType }
  }

  setTimer(callback: () => void, ms: number): () => void {
    const end = this.time.set(() => {
      this.timers.delete(end)
      callback()
    }, ms)
    this.timers.add(end)
    return () => {
      this.timers.delete(end)
      end()
    }
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
    const { body, contentType } = formOf(option, this.files.get(option.filePath) ?? new Uint8Array())
    const open = this.#begin('uploadFile', option as Open['option'], {
      method: 'POST',
      url: option.url,
      headers: { 'content-type': contentType },
      body,
    })
    if (!this.files.has(option.filePath)) this.#later(0, () => this.#fail(open, 'file not found'))
    const total = body.byteLength
    for (let step = 1; this.reportsProgress && step <= PROGRESS_STEPS; step++) {
      const share = step / PROGRESS_STEPS
      this.#later((share * total * 1000) / this.bytesPerSecond, () => {
        if (!this.#open.includes(open) || open.life !== this.life) return
        const sent = Math.floor(share * total)
        for (const listener of listeners) {
          listener({ progress: share * 100, totalBytesSent: sent, totalBytesExpectedToSend: total })
        }
      })
    }
    return { abort: () => this.#abort(open), onProgressUpdate: (listener) => void listeners.add(listener) }
  }

  #begin(name: Open['name'], option: Open['option'], request: Sent['request']): Open {
    const index = this.fates.findIndex(({ matches }) => matches(request))
    const fate = index < 0 ? 'arrives' : (this.fates.splice(index, 1)[0]?.fate ?? 'arrives')
    const sent: Sent = { at: this.time.now(), life: this.life, request, fate, delivered: false, aborted: false }
    this.sent.push(sent)
    const open: Open = { sent, name, option, life: this.life }
    this.#open.push(open)
    // WeChat keeps time itself, but for those requests whose callbacks it loses.
    if (fate !== 'silent') this.#later(option.timeout ?? 60_000, () => this.#fail(open, 'timeout'))
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
    const way = this.latencyMs * (1 + this.#random()) + (bytes / this.bytesPerSecond) * 1000
    if (this.network === 'none') {
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
    this.#later(this.latencyMs, () => {
      if (fate === 'reset-after') return this.#fail(open, RESET)
      this.#succeed(open, response)
      if (fate !== 'told-twice' || open.life !== this.life) return
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
    // Names of headers in any case, as phones have them. wx.uploadFile tells none.
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

  #failAll(reason: string): void {
    for (const open of [...this.#open]) this.#fail(open, reason)
  }

  /** Returns whether anybody still waits for it. */
  #close(open: Open): boolean {
    const waiting = this.#open.includes(open)
    this.#open = this.#open.filter((other) => other !== open)
    return waiting && open.life === this.life
  }

  /** The network's own timers, which outlive the app. */
  #later(ms: number, callback: () => void): void {
    this.time.set(callback, ms)
  }
}

function upperCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase())
}

/** The form of wx.uploadFile: its fields, and the file at the end. */
function formOf({ formData = {}, name, filePath }: UploadFileOption, file: Uint8Array) {
  const boundary = 'wevod-simulated-boundary'
  const part = (disposition: string) => `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n`
  const fields = Object.entries(formData as Record<string, unknown>)
    .map(([field, value]) => `${part(`name="${field}"`)}${value}\r\n`)
    .join('')
  const fileName = filePath.slice(filePath.lastIndexOf('/') + 1)
  const head = Buffer.from(fields + part(`name="${name}"; filename="${fileName}"`))
  const bytes = Buffer.concat([head, file, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const body = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}
