import { attempt, type Untrusted } from '../wechat/calls'
import { numberOf, textOf } from '../wechat/values'
import { fitTitle } from './file-name'

/** A video that this phone has uploaded. */
export interface VideoRecord {
  videoId: string
  title: string
  /** Bytes; 0 where they are not known. */
  size: number
  /** Seconds; 0 where it is not known. */
  duration: number
  /** Temp files, which WeChat may remove at any time. */
  path: string
  thumbPath: string
  /** Milliseconds since 1970, by the phone's clock; 0 where it is not known. */
  uploadedAt: number
}

/** The part of wx's storage that is needed here. */
export interface Storage {
  getStorageSync(key: string): unknown
  setStorageSync(key: string, value: unknown): void
}

const KEY = 'videos'
/** Of the stored form. That of another version is read as far as it can be. */
const VERSION = 1
/** Some 30 KB: far under WeChat's 1 MB a key. */
const MAX_RECORDS = 100

/**
 * The videos that this phone has uploaded, newest first; the oldest go when there are too many. Where the storage fails,
 * the list lacks something; nothing else does.
 */
export class VideoHistory {
  readonly #storage: Storage
  /** As read: it is asked for with every change of an upload. */
  #known: VideoRecord[] | undefined

  constructor(storage: Storage) {
    this.#storage = storage
  }

  list(): VideoRecord[] {
    this.#known ??= this.#read()
    return this.#known
  }

  /** The storage is another user's now. */
  reload(): void {
    this.#known = undefined
  }

  add(record: VideoRecord): void {
    this.#save([record, ...this.#others(record.videoId)].slice(0, MAX_RECORDS))
  }

  remove(videoId: string): void {
    this.#save(this.#others(videoId))
  }

  #others(videoId: string): VideoRecord[] {
    return this.list().filter((other) => other.videoId !== videoId)
  }

  #read(): VideoRecord[] {
    const stored = attempt('getStorageSync', () => this.#storage.getStorageSync(KEY), undefined)
    const { videos } = (stored || {}) as { videos?: unknown }
    return Array.isArray(videos) ? videos.map(repairRecord).filter(({ videoId }) => videoId !== '') : []
  }

  #save(videos: VideoRecord[]): void {
    const keep = () => {
      this.#storage.setStorageSync(KEY, { version: VERSION, videos })
      return true
    }
    // Where it cannot be kept, it is not shown either: it would be gone after a launch.
    if (attempt('setStorageSync', keep, false)) this.#known = videos
  }
}

function repairRecord(stored: unknown): VideoRecord {
  const { videoId, title, size, duration, path, thumbPath, uploadedAt } = (stored || {}) as Untrusted<VideoRecord>
  return {
    videoId: textOf(videoId),
    title: fitTitle(textOf(title)) || textOf(videoId),
    size: numberOf(size),
    duration: numberOf(duration),
    path: textOf(path),
    thumbPath: textOf(thumbPath),
    uploadedAt: numberOf(uploadedAt),
  }
}
