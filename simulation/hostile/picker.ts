import { createHash } from 'node:crypto'
import type { Phone } from '../phone'

/** A video on the phone, whatever temp file WeChat makes of it. */
export interface Video {
  bytes: Uint8Array
  sha256: string
}

export function videoOf(bytes: Uint8Array): Video {
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
}

/** WeChat's windows to choose videos in: what the user is about to take, and the temp files that have come of it. */
export class Picker {
  /** What the user takes in the window that opens next. None: they leave it. */
  wanted: Video[] = []
  readonly #phone: Phone
  readonly #videos = new Map<string, Video>()

  constructor(phone: Phone) {
    this.#phone = phone
  }

  /** The video that a temp file was made of. */
  of(path: string): Video {
    const video = this.#videos.get(path)
    if (!video) throw new Error(`Nobody has chosen ${path}.`)
    return video
  }

  media(): object | undefined {
    if (this.wanted.length === 0) return undefined
    const tempFiles = this.wanted.map((video) => this.#file(video, 'tempFilePath', 'thumbTempFilePath'))
    return { type: 'video', tempFiles }
  }

  video(): object | undefined {
    const [video] = this.wanted
    return video && this.#file(video, 'tempFilePath', 'thumbTempFilePath')
  }

  messageFiles(): object | undefined {
    if (this.wanted.length === 0) return undefined
    const tempFiles = this.wanted.map((video) => ({
      ...this.#file(video, 'path', 'thumb'),
      name: `video-${this.#videos.size}.mp4`,
      type: 'video',
    }))
    return { tempFiles }
  }

  #file({ bytes, sha256 }: Video, pathField: string, thumbField: string) {
    const path = `wxfile://tmp_${this.#videos.size}.mp4`
    this.#videos.set(path, { bytes, sha256 })
    this.#phone.files.set(path, bytes)
    return { [pathField]: path, [thumbField]: `${path}.jpg`, size: bytes.length, duration: 12.5 }
  }
}
