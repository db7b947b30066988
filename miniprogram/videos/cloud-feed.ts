import { ServiceError } from '../service/service-error'
import type { CloudVideo, VideosPage } from '../service/videos'
import { CloudList } from './cloud-list'

const KEY = 'my-videos'

export interface CloudFeedOptions {
  service: { listVideos(cursor?: string): Promise<VideosPage> }
  space: { get(key: string): unknown; set(key: string, value: unknown): boolean }
  now(): number
  /** The list, or what is known of its age, has changed. */
  changed(): void
}

/** Brings the service's list to the phone, page by page, and keeps it for when there is no network. */
export class CloudFeed {
  readonly #options: CloudFeedOptions
  #list: CloudList
  #refreshing: Promise<void> | undefined
  #fetching: Promise<void> | undefined
  #failure: unknown
  #moreFailed = false

  constructor(options: CloudFeedOptions) {
    this.#options = options
    this.#list = CloudList.from(options.space.get(KEY))
  }

  get list(): Pick<CloudList, 'videos' | 'asOf'> {
    return this.#list
  }

  /** Why the list may not be as the service has it now; undefined while it is. */
  get failure(): unknown {
    return this.#failure
  }

  /** There is more than what is listed. `failed`: it could not be fetched. */
  get more(): 'none' | 'there' | 'failed' {
    if (this.#list.cursor === undefined) return 'none'
    return this.#moreFailed ? 'failed' : 'there'
  }

  /** What is known by storage alone: of the user whose turn it is, or of nobody. Answers that are on their way count no more. */
  begin(withKept: boolean): void {
    this.#list = withKept ? CloudList.from(this.#options.space.get(KEY)) : new CloudList()
    this.#refreshing = undefined
    this.#fetching = undefined
    this.#failure = undefined
    this.#moreFailed = false
    this.#options.changed()
  }

  /**
   * Asks for the first page; once for all who come together. Resolves when the service has answered, or has not.
   * @param anew whether the pages after it are to be asked for again, too
   */
  refresh(anew: boolean): Promise<void> {
    if (this.#refreshing !== undefined) return this.#refreshing
    const refreshing = this.#fetchFirst(anew).then(() => {
      if (this.#refreshing === refreshing) this.#refreshing = undefined
      this.#options.changed()
    })
    this.#refreshing = refreshing
    return refreshing
  }

  /**
   * The first `count` of the list are wanted: what of them was not told since the last refresh is asked for.
   * @param again also where that has failed
   */
  async need(count: number, again: boolean): Promise<void> {
    const { cursor, told } = this.#list
    if (cursor === undefined || told >= count || (this.#moreFailed && !again)) return
    if (this.#refreshing !== undefined || this.#fetching !== undefined) return
    const fetching = this.#fetchNext(cursor)
    this.#fetching = fetching
    await fetching
    if (this.#fetching === fetching) this.#fetching = undefined
    this.#options.changed()
  }

  /** What is known of a video by another way. */
  take(video: CloudVideo): void {
    this.#list.take(video)
    this.#keep()
    this.#options.changed()
  }

  remove(videoId: string): void {
    this.#list.remove(videoId)
    this.#keep()
    this.#options.changed()
  }

  async #fetchFirst(anew: boolean): Promise<void> {
    // A page that comes later would not know where it belongs.
    await this.#fetching
    const list = this.#list
    const askedAt = this.#options.now()
    try {
      const page = await this.#options.service.listVideos()
      if (list !== this.#list) return
      list.takeFirst(page, askedAt, anew)
      this.#failure = undefined
      this.#moreFailed = false
      this.#keep()
    } catch (error) {
      if (list === this.#list && !isOtherUser(error)) this.#failure = error
    }
  }

  async #fetchNext(cursor: string): Promise<void> {
    const list = this.#list
    try {
      const page = await this.#options.service.listVideos(cursor)
      if (list !== this.#list) return
      list.takeNext(page)
      this.#moreFailed = false
      this.#keep()
    } catch (error) {
      if (list === this.#list) this.#moreFailed = !isOtherUser(error)
    }
  }

  #keep(): void {
    if (this.#list.asOf > 0) this.#options.space.set(KEY, this.#list.toKeep())
  }
}

function isOtherUser(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'user_changed'
}
