import { type CloudVideo, readVideo, type VideosPage } from '../service/videos'
import { numberOf, objectOf } from '../wechat/values'

const VERSION = 1
/** Kept for when there is no network: some 100 KB. */
const MAX_KEPT = 200

/**
 * The user's videos as the service has told them, newest first, page by page. What was seen in an earlier life of the app,
 * or before the list was begun anew, stays until the page that it would stand on has come.
 */
export class CloudList {
  videos: readonly CloudVideo[] = []
  /** When the service was asked for what is newest here, milliseconds since 1970; 0: never. */
  asOf = 0
  #cursor: string | undefined
  /** How many of the first were told since the list was begun anew. */
  #told = 0

  get told(): number {
    return this.#told
  }

  /** For the next page; undefined where there is none, or the first has not come yet. */
  get cursor(): string | undefined {
    return this.#cursor
  }

  /**
   * Takes the first page.
   * @param anew whether the pages after it are to be asked for again; else only what stands on this page has changed
   */
  takeFirst(page: VideosPage, at: number, anew: boolean): void {
    const before = this.videos.length
    this.#merge(0, page)
    this.asOf = at
    if (anew || this.#told <= page.videos.length) {
      this.#told = page.videos.length
      this.#cursor = page.nextCursor
    } else this.#told += this.videos.length - before
  }

  takeNext(page: VideosPage): void {
    this.#merge(this.#told, page)
    this.#told += page.videos.length
    // A page with nothing on it would be asked for again and again.
    this.#cursor = page.videos.length > 0 ? page.nextCursor : undefined
  }

  /** Takes what the service says of one video. */
  take(video: CloudVideo): void {
    this.videos = this.videos.map((other) => (other.videoId === video.videoId ? video : other))
  }

  remove(videoId: string): void {
    const i = this.videos.findIndex((video) => video.videoId === videoId)
    if (i < 0) return
    this.videos = this.videos.filter((_, at) => at !== i)
    if (i < this.#told) this.#told--
  }

  /** For storage. */
  toKeep(): object {
    return { version: VERSION, asOf: this.asOf, videos: this.videos.slice(0, MAX_KEPT) }
  }

  static from(kept: unknown): CloudList {
    const { asOf, videos } = objectOf(kept) as { asOf?: unknown; videos?: unknown }
    const list = new CloudList()
    list.asOf = numberOf(asOf)
    if (Array.isArray(videos)) list.videos = videos.flatMap((video) => readKept(video) ?? [])
    return list
  }

  /** Puts a page in the place of what was known to stand there; what is gone from there is gone. */
  #merge(from: number, { videos, nextCursor }: VideosPage): void {
    const ids = new Set(videos.map(({ videoId }) => videoId))
    const last = videos[videos.length - 1]
    const others = (list: readonly CloudVideo[]) => list.filter(({ videoId }) => !ids.has(videoId))
    // Older than all on this page: they stand on one of the next.
    const isFurther = ({ createdAt }: CloudVideo) => !last || createdAt <= last.createdAt
    const after = nextCursor === undefined ? [] : others(this.videos.slice(from)).filter(isFurther)
    this.videos = [...others(this.videos.slice(0, from)), ...videos, ...after]
  }
}

/** Times are numbers there. */
function readKept(kept: unknown): CloudVideo | undefined {
  const video = readVideo(kept)
  const { createdAt } = objectOf(kept) as { createdAt?: unknown }
  return video && { ...video, createdAt: numberOf(createdAt) }
}
