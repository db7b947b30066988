import type { CloudClock } from './clock'
import { UploadError } from './errors'
import { OssClient } from './oss/oss-client'
import { planParts } from './part-plan'
import type { HttpCall, OpenFile, Ports } from './ports'
import { ProgressMeter, type UploadProgress } from './progress'
import { expectSame, sendParts } from './send-parts'
import { contentTypeFor } from './vod/formats'
import type { UploadTicket } from './vod/upload-ticket'
import type { VideoDescription } from './vod/vod-client'

export interface UploadFile {
  path: string
  /** With an extension that VOD takes; the path's last segment where not given. */
  fileName?: string
  /** 1–128 characters; the file name without its extension where not given. */
  title?: string
}

export interface UploadEvents {
  onState?: (state: UploadState) => void
  onProgress?: (progress: UploadProgress) => void
}

/** The states of the field; `paused` comes with resuming. */
export type UploadState = 'waiting' | 'checking' | 'uploading' | 'success' | 'error' | 'canceled'

/** How an upload gets its place and key: asked once per file. */
export interface UploadAuthority {
  createUpload(video: VideoDescription, onCall: (call: HttpCall) => void): Promise<UploadTicket>
}

/** VOD documentation, CreateUploadVideo: Title. */
const MAX_TITLE_CHARACTERS = 128

/** One file on its way to VOD. */
export class UploadTask {
  /** Resolves when the object is complete and its CRC-64 is right; rejects with an UploadError. */
  readonly result: Promise<{ videoId: string; size: number }>
  readonly #ports: Ports
  readonly #clock: CloudClock
  readonly #authority: UploadAuthority
  readonly #events: UploadEvents
  readonly #calls = new Set<HttpCall>()
  #state: UploadState = 'waiting'
  #canceled = false

  constructor(
    file: UploadFile,
    options: { ports: Ports; clock: CloudClock; authority: UploadAuthority },
    events: UploadEvents = {},
  ) {
    this.#ports = options.ports
    this.#clock = options.clock
    this.#authority = options.authority
    this.#events = events
    this.result = this.#run(file)
  }

  get state(): UploadState {
    return this.#state
  }

  /** Aborts what is under way and drops the parts at OSS. A task that has ended stays as it is. */
  cancel(): void {
    if (this.#state === 'success' || this.#state === 'error') return
    this.#canceled = true
    for (const call of this.#calls) call.abort()
  }

  async #run(file: UploadFile): Promise<{ videoId: string; size: number }> {
    try {
      // Listeners that are set right after the constructor get the first state too.
      await undefined
      const result = await this.#upload(file)
      this.#enter('success')
      return result
    } catch (error) {
      this.#enter(this.#canceled ? 'canceled' : 'error')
      throw this.#canceled ? new UploadError('canceled', 'The upload was canceled.', { cause: error }) : error
    }
  }

  async #upload(file: UploadFile): Promise<{ videoId: string; size: number }> {
    this.#enter('checking')
    const fileName = file.fileName ?? lastSegment(file.path)
    const contentType = checkFormat(fileName)
    const title = checkTitle(file.title ?? fileName.replace(/\.[^.]*$/, ''))
    const open = await this.#ports.files.open(file.path)
    try {
      if (open.size === 0) throw new UploadError('file_empty', 'The file is empty.')
      this.#stopIfCanceled()
      const ticket = await this.#authority.createUpload({ title, fileName, fileSize: open.size }, this.#onCall)
      this.#stopIfCanceled()
      await this.#transfer(open, ticket, contentType)
      return { videoId: ticket.videoId, size: open.size }
    } finally {
      await open.close()
    }
  }

  async #transfer(file: OpenFile, ticket: UploadTicket, contentType: string): Promise<void> {
    const oss = new OssClient(ticket, { ports: this.#ports, clock: this.#clock, onCall: this.#onCall })
    const uploadId = await oss.initiate(contentType)
    try {
      this.#stopIfCanceled()
      this.#enter('uploading')
      const meter = new ProgressMeter(file.size, this.#ports.now)
      this.#events.onProgress?.(meter.read())
      const { parts, crc64 } = await sendParts(file, oss, uploadId, planParts(file.size), (bytes) =>
        this.#events.onProgress?.(meter.add(bytes)),
      )
      this.#stopIfCanceled()
      expectSame(crc64, await oss.complete(uploadId, parts), 'the whole file')
      this.#events.onProgress?.(meter.done())
    } catch (error) {
      await this.#drop(ticket, uploadId)
      throw error
    }
  }

  /** Leaves no parts behind that nothing will ever complete. Where it fails, OSS drops them after some days. */
  async #drop(ticket: UploadTicket, uploadId: string): Promise<void> {
    const oss = new OssClient(ticket, { ports: this.#ports, clock: this.#clock, onCall: () => undefined })
    try {
      await oss.abort(uploadId)
    } catch (error) {
      // The upload has failed already, and that failure is the one to report.
      if (!(error instanceof UploadError)) throw error
    }
  }

  readonly #onCall = (call: HttpCall): void => {
    this.#calls.add(call)
    const forget = () => this.#calls.delete(call)
    call.response.then(forget, forget)
    if (this.#canceled) call.abort()
  }

  #stopIfCanceled(): void {
    if (this.#canceled) throw new UploadError('canceled', 'The upload was canceled.')
  }

  #enter(state: UploadState): void {
    this.#state = state
    this.#events.onState?.(state)
  }
}

function checkFormat(fileName: string): string {
  const contentType = contentTypeFor(fileName)
  if (contentType) return contentType
  throw new UploadError(
    'format_unsupported',
    `VOD does not take "${fileName}": its extension is none of VOD's formats.`,
  )
}

function checkTitle(title: string): string {
  const characters = [...title].length
  if (characters >= 1 && characters <= MAX_TITLE_CHARACTERS) return title
  throw new UploadError(
    'title_invalid',
    `A title has 1 to ${MAX_TITLE_CHARACTERS} characters, this one has ${characters}.`,
  )
}

function lastSegment(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
