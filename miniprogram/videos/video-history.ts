/** A video that this phone has uploaded. */
export interface VideoRecord {
  videoId: string
  title: string
  /** Bytes. */
  size: number
  /** Seconds; 0 where it is not known. */
  duration: number
  /** Temp files, which WeChat may remove at any time. */
  path: string
  thumbPath: string
  /** Milliseconds since 1970, by the phone's clock. */
  uploadedAt: number
}

/** The part of wx's storage that is needed here. */
export interface Storage {
  getStorageSync(key: string): unknown
  setStorageSync(key: string, value: unknown): void
}

const KEY = 'videos'
/** Of the stored form. What another version has left is not read. */
const VERSION = 1
/** Some 30 KB: far under WeChat's 1 MB a key. */
const MAX_RECORDS = 100

/** The videos that this phone has uploaded, newest first; the oldest go when there are too many. */
export class VideoHistory {
  readonly #storage: Storage

  constructor(storage: Storage) {
    this.#storage = storage
  }

  list(): VideoRecord[] {
    const stored = this.#storage.getStorageSync(KEY) as { version?: number; videos?: VideoRecord[] } | ''
    return stored && stored.version === VERSION && Array.isArray(stored.videos) ? stored.videos : []
  }

  /** Throws what wx.setStorageSync throws when the storage is full. */
  add(record: VideoRecord): void {
    const others = this.list().filter(({ videoId }) => videoId !== record.videoId)
    this.#storage.setStorageSync(KEY, { version: VERSION, videos: [record, ...others].slice(0, MAX_RECORDS) })
  }
}
