import { ServiceError } from '../service/service-error'
import type { CloudVideo, VideosPage } from '../service/videos'
import type { Uploader, UploadSnapshot } from '../uploader/index'
import type { SetTimer } from '../wechat/calls'
import { CloudList } from './cloud-list'
import type { Deletions } from './deletions'
import { DroppedUploads } from './dropped-uploads'
import { type ListedVideo, listVideos } from './listed-video'
import type { PickedVideo } from './picked-video'
import { Pulse } from './pulse'
import type { VideoDetails } from './video-details'
import type { VideoHistory } from './video-history'
import { isMoving } from './video-kind'

const KEY = 'my-videos'
/** Videos beyond the first page, or whose end nobody has announced, that are asked for one by one in a round. */
const MAX_SINGLE = 3
/** What is older than this is asked for when the page is shown, milliseconds. */
const FRESH_MS = 3_000

export interface MyVideosOptions {
  service: { listVideos(cursor?: string): Promise<VideosPage>; getVideo(videoId: string): Promise<CloudVideo> }
  space: {
    get(key: string): unknown
    set(key: string, value: unknown): boolean
    onEnter(listener: () => void): unknown
    onLeave(listener: () => void): unknown
  }
  uploader: Pick<Uploader<PickedVideo>, 'tasks' | 'subscribe' | 'onConditions'>
  history: Pick<VideoHistory, 'list'>
  deletions: Deletions
  details: Pick<VideoDetails, 'of' | 'subscribe'>
  now(): number
  setTimer: SetTimer
}

/**
 * The videos of the user: what the service says, with what this phone is uploading. While somebody looks at it, it keeps up
 * by itself with what the cloud makes of them; else nothing is asked for.
 */
export class MyVideos {
  readonly #options: MyVideosOptions
  readonly #listeners = new Set<(progressOnly: boolean) => void>()
  readonly #pulse: Pulse
  readonly #dropped: DroppedUploads
  #cloud: CloudList
  #loading: Promise<void> | undefined
  #failure: unknown
  #moreFailed = false
  #watchers = 0

  constructor(options: MyVideosOptions) {
    const { space, uploader, deletions, details } = options
    this.#options = options
    this.#pulse = new Pulse(() => this.#round(), options.setTimer)
    this.#dropped = new DroppedUploads(space)
    this.#cloud = CloudList.from(space.get(KEY))
    space.onLeave(() => this.#reset(new CloudList()))
    space.onEnter(() => {
      this.#reset(CloudList.from(space.get(KEY)))
      if (this.#watchers > 0) void this.refresh()
    })
    uploader.subscribe((snapshot, change) => {
      if (change === 'changed') this.#onUpload(snapshot)
      this.#notify(change === 'changed' && snapshot.state === 'uploading')
    })
    uploader.onConditions(() => this.#pulse.quicken())
    deletions.subscribe((videoId, change) => {
      if (change === 'deleted') this.#forget(videoId)
      this.#notify()
    })
    details.subscribe((_, outcome) => {
      if ('video' in outcome) this.#cloud.take(outcome.video)
      this.#notify()
    })
  }

  /** In the order in which they are shown. */
  get list(): ListedVideo[] {
    return this.#list(this.#cloud)
  }

  #list(cloud: Pick<CloudList, 'videos' | 'asOf'>): ListedVideo[] {
    const { uploader, history, deletions, details, now } = this.#options
    return listVideos({
      cloud,
      uploads: uploader.tasks.map(({ snapshot }) => snapshot),
      records: history.list(),
      isHidden: ({ videoId, status }) => deletions.has(videoId) || this.#dropped.hides(videoId, status),
      titleOf: (videoId) => details.of(videoId)?.title,
      now: now(),
    })
  }

  /** A video as the list has it, or would have it, once the service has told of it. */
  about(videoId: string, video?: CloudVideo): ListedVideo | undefined {
    const cloud = video ? { videos: [video], asOf: this.asOf } : this.#cloud
    return this.#list(cloud).find((one) => one.videoId === videoId)
  }

  /** When the service was last heard, milliseconds since 1970; 0: never. */
  get asOf(): number {
    return this.#cloud.asOf
  }

  /** Why the list may not be as the service has it now; undefined while it is. */
  get failure(): unknown {
    return this.#failure
  }

  /** There is more than what is listed. `failed`: it could not be fetched. */
  get more(): 'none' | 'there' | 'failed' {
    if (this.#cloud.cursor === undefined) return 'none'
    return this.#moreFailed ? 'failed' : 'there'
  }

  /** Calls the listener after each change. Returns what ends that. */
  subscribe(listener: (progressOnly: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Somebody looks at the list. Returns what ends that. */
  watch(): () => void {
    this.#watchers++
    if (this.#options.now() - this.asOf > FRESH_MS || this.#failure !== undefined) void this.refresh()
    this.#keepUp()
    return () => {
      this.#watchers--
      this.#keepUp()
    }
  }

  /** Asks the service anew. Resolves when it has answered, or has not; `failure` tells. */
  refresh(): Promise<void> {
    return this.#load(true)
  }

  /**
   * The first `count` of the list are wanted: what of them was not told since the last refresh is asked for.
   * @param again also where that has failed
   */
  async need(count: number, again = false): Promise<void> {
    const { cursor, told } = this.#cloud
    if (cursor === undefined || told >= count || this.#loading !== undefined) return
    if (this.#moreFailed && !again) return
    await this.#once(async () => {
      try {
        this.#cloud.takeNext(await this.#options.service.listVideos(cursor))
        this.#moreFailed = false
      } catch (error) {
        this.#moreFailed = !isOtherUser(error)
      }
    })
    this.#notify()
  }

  /** What is known of a video by another way. */
  take(video: CloudVideo): void {
    this.#cloud.take(video)
    this.#notify()
  }

  /** A video is gone. */
  drop(videoId: string): void {
    this.#forget(videoId)
    this.#notify()
  }

  #load(anew: boolean): Promise<void> {
    return this.#once(async () => {
      const cloud = this.#cloud
      const askedAt = this.#options.now()
      try {
        const page = await this.#options.service.listVideos()
        if (cloud !== this.#cloud) return
        cloud.takeFirst(page, askedAt, anew)
        this.#failure = undefined
        this.#moreFailed = false
      } catch (error) {
        if (!isOtherUser(error)) this.#failure = error
      }
      this.#keep()
    }).then(() => this.#notify())
  }

  /** One at a time: who comes meanwhile waits for what is under way. */
  #once(work: () => Promise<void>): Promise<void> {
    this.#loading ??= work().finally(() => {
      this.#loading = undefined
      this.#keepUp()
    })
    return this.#loading
  }

  /** Looks what has become of what is in motion. @returns whether anything has changed */
  async #round(): Promise<boolean> {
    const before = this.#fingerprint()
    await this.#load(false)
    const known = new Set(this.#cloud.videos.slice(0, 20).map(({ videoId }) => videoId))
    const alone = this.list.filter(
      ({ video, kind, upload }) =>
        video && isMoving(kind) && (!known.has(video.videoId) || (video.status === 'Uploading' && upload)),
    )
    for (const { videoId } of this.#failure === undefined ? alone.slice(0, MAX_SINGLE) : []) await this.#lookAt(videoId)
    return before !== this.#fingerprint()
  }

  async #lookAt(videoId: string): Promise<void> {
    try {
      this.take(await this.#options.service.getVideo(videoId))
    } catch (error) {
      if (error instanceof ServiceError && error.code === 'video_not_found') this.drop(videoId)
      // Else the next round will tell.
    }
  }

  #fingerprint(): string {
    return this.#cloud.videos.map(({ videoId, status }) => videoId + status).join()
  }

  #onUpload({ state, videoId }: UploadSnapshot<PickedVideo>): void {
    if (state === 'canceled' && videoId !== undefined) this.#dropped.add(videoId)
    // The service learns of a file a moment after VOD.
    if (state === 'success' && this.#watchers > 0) this.#pulse.quicken()
  }

  #keepUp(): void {
    const moving = this.#failure !== undefined || this.list.some(({ kind }) => isMoving(kind))
    this.#pulse.beat(this.#watchers > 0 && moving)
  }

  #forget(videoId: string): void {
    this.#cloud.remove(videoId)
    this.#keep()
  }

  #keep(): void {
    if (this.#cloud.asOf > 0) this.#options.space.set(KEY, this.#cloud.toKeep())
  }

  #reset(cloud: CloudList): void {
    this.#cloud = cloud
    this.#failure = undefined
    this.#moreFailed = false
    this.#dropped.load()
    this.#notify()
  }

  #notify(progressOnly = false): void {
    for (const listener of [...this.#listeners]) listener(progressOnly)
  }
}

function isOtherUser(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'user_changed'
}
