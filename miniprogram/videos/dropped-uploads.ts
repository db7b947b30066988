import { objectOf } from '../wechat/values'

const KEY = 'dropped-uploads'
const VERSION = 1
const MAX_VIDEOS = 50

/**
 * Videos whose upload the user has stopped. The service knows them for some days still, as uploads that never end; the user
 * has done with them. One that has arrived all the same is a video as others.
 */
export class DroppedUploads {
  readonly #space: { get(key: string): unknown; set(key: string, value: unknown): boolean }
  #videoIds: string[] = []

  constructor(space: { get(key: string): unknown; set(key: string, value: unknown): boolean }) {
    this.#space = space
    this.load()
  }

  load(): void {
    const { videoIds } = objectOf(this.#space.get(KEY)) as { videoIds?: unknown }
    this.#videoIds = Array.isArray(videoIds) ? videoIds.filter((id) => typeof id === 'string') : []
  }

  add(videoId: string): void {
    if (this.#videoIds.includes(videoId)) return
    this.#videoIds = [...this.#videoIds, videoId].slice(-MAX_VIDEOS)
    this.#space.set(KEY, { version: VERSION, videoIds: this.#videoIds })
  }

  hides(videoId: string, status: string): boolean {
    return (status === 'Uploading' || status === 'UploadFail') && this.#videoIds.includes(videoId)
  }
}
