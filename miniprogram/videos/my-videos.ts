import { ServiceError } from '../service/service-error'
import type { CloudVideo, VideosPage } from '../service/videos'
import type { Uploader, UploadSnapshot } from '../uploader/index'
import type { SetTimer } from '../wechat/calls'
import { CloudFeed } from './cloud-feed'
import type { Deletions } from './deletions'
import { DroppedUploads } from './dropped-uploads'
import { type ListedVideo, listVideos, type Sources } from './listed-video'
import type { PickedVideo } from './picked-video'
import { Pulse } from './pulse'
import type { VideoDetails } from './video-details'
import type { VideoHistory } from './video-history'
import { isMoving } from './video-kind'

/** Videos in motion, the newest first, that are asked for one by one in a round. */
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
  uploader: Pick<Uploader<PickedVideo>, 'tasks' | 'subscribe' | 'onConditions' | 'offline'>
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
  readonly #feed: CloudFeed
  readonly #pulse: Pulse
  readonly #dropped: DroppedUploads
  #watchers = 0
  #offline = false
  #endConditions: () => void = () => undefined

  constructor(options: MyVideosOptions) {
    const { service, space, uploader, deletions, details, now, setTimer } = options
    this.#options = options
    this.#pulse = new Pulse(() => this.#round(), setTimer)
    this.#dropped = new DroppedUploads(space)
    this.#feed = new CloudFeed({ service, space, now, changed: () => this.#changed() })
    space.onLeave(() => this.#feed.begin(false))
    space.onEnter(() => {
      this.#dropped.load()
      this.#feed.begin(true)
      if (this.#watchers > 0) void this.refresh()
    })
    uploader.subscribe((snapshot, change) => {
      if (change === 'changed') this.#onUpload(snapshot)
      if (change === 'changed' && snapshot.state === 'uploading') this.#notify(true)
      else this.#changed()
    })
    deletions.subscribe((videoId, change) => {
      if (change === 'deleted') this.#feed.remove(videoId)
      else this.#changed()
    })
    details.subscribe((_, outcome) => {
      if ('video' in outcome) this.#feed.take(outcome.video)
      else this.#changed()
    })
  }

  /** In the order in which they are shown. */
  get list(): ListedVideo[] {
    return this.#list(this.#feed.list)
  }

  /** A video as the list has it, or would have it, once the service has told of it. */
  about(videoId: string, video?: CloudVideo): ListedVideo | undefined {
    const cloud = video ? { videos: [video], asOf: this.asOf } : this.#feed.list
    return this.#list(cloud).find((one) => one.videoId === videoId)
  }

  /** When the service was last heard, milliseconds since 1970; 0: never. */
  get asOf(): number {
    return this.#feed.list.asOf
  }

  /** Why the list may not be as the service has it now; undefined while it is. */
  get failure(): unknown {
    return this.#feed.failure
  }

  /** There is more than what is listed. `failed`: it could not be fetched. */
  get more(): 'none' | 'there' | 'failed' {
    return this.#feed.more
  }

  /** Calls the listener after each change. Returns what ends that. */
  subscribe(listener: (progressOnly: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Somebody looks at the list. Returns what ends that. */
  watch(): () => void {
    // Only now does anything depend on the network: what nobody looks at asks the phone for nothing.
    if (++this.#watchers === 1) this.#endConditions = this.#options.uploader.onConditions(() => this.#onConditions())
    if (this.#options.now() - this.asOf > FRESH_MS || this.failure !== undefined) void this.refresh()
    this.#keepUp()
    return () => {
      if (--this.#watchers === 0) this.#endConditions()
      this.#keepUp()
    }
  }

  /** Asks the service anew. Resolves when it has answered, or has not; `failure` tells. */
  refresh(): Promise<void> {
    return this.#feed.refresh(true)
  }

  /**
   * The first `count` of the list are wanted: what of them was not told since the last refresh is asked for.
   * @param again also where that has failed
   */
  need(count: number, again = false): Promise<void> {
    return this.#feed.need(count, again)
  }

  /** What is known of a video by another way. */
  take(video: CloudVideo): void {
    this.#feed.take(video)
  }

  /** A video is gone. */
  drop(videoId: string): void {
    this.#feed.remove(videoId)
  }

  #list(cloud: Sources['cloud']): ListedVideo[] {
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

  /** Looks what has become of what is in motion. @returns whether anything has changed */
  async #round(): Promise<boolean> {
    const before = this.#fingerprint()
    await this.#feed.refresh(false)
    // The list is what the service has heard of; of a single one it asks VOD.
    const moving = this.list.filter(({ video, kind }) => video && isMoving(kind)).slice(0, MAX_SINGLE)
    for (const { videoId } of this.failure === undefined ? moving : []) await this.#lookAt(videoId)
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
    return this.#feed.list.videos.map(({ videoId, status }) => videoId + status).join()
  }

  #onUpload({ state, videoId }: UploadSnapshot<PickedVideo>): void {
    if (state === 'canceled' && videoId !== undefined) this.#dropped.add(videoId)
    // The service learns of a file a moment after VOD.
    if (state === 'success') this.#pulse.quicken()
  }

  #onConditions(): void {
    const { offline } = this.#options.uploader
    const isBack = this.#offline && !offline
    this.#offline = offline
    if (isBack) void this.refresh()
    else this.#pulse.quicken()
    this.#notify(false)
  }

  #keepUp(): void {
    const isMoved = () => this.failure !== undefined || this.list.some(({ kind }) => isMoving(kind))
    this.#pulse.beat(this.#watchers > 0 && isMoved())
  }

  #changed(): void {
    this.#keepUp()
    this.#notify(false)
  }

  #notify(progressOnly: boolean): void {
    for (const listener of [...this.#listeners]) listener(progressOnly)
  }
}
