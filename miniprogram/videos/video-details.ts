import { backOff } from '../service/back-off'
import { isFinal } from '../service/service-error'
import type { CloudVideo, VideoChanges } from '../service/videos'
import type { SetTimer } from '../wechat/calls'
import { objectOf, textOf } from '../wechat/values'

/** What the user says of a video. */
export interface Details extends Omit<VideoChanges, 'cover'> {
  /** Temp file of a picture. */
  coverPath?: string
}

interface Told {
  videoId: string
  details: Details
  /** Times that the service has not known the video: it is told of one only when VOD has made it. */
  unknown: number
}

export interface VideoDetailsOptions {
  service: { changeVideo(videoId: string, changes: VideoChanges): Promise<CloudVideo> }
  /** Brings a picture to VOD, and resolves with its token. */
  putCover(videoId: string, path: string): Promise<string>
  space: {
    get(key: string): unknown
    set(key: string, value: unknown): boolean
    onEnter(listener: () => void): unknown
    onLeave(listener: () => void): unknown
  }
  setTimer: SetTimer
}

export type DetailsListener = (
  videoId: string,
  outcome: { video: CloudVideo } | { refused: unknown; of: Details },
) => void

const KEY = 'details'
const VERSION = 1
const MAX_VIDEOS = 50
/** Lives of the app, or rounds of tries, after which a video that the service does not know is given up. */
const MAX_UNKNOWN = 10
/** Seconds between tries: twenty minutes in all, and then again with whatever is told next, and at the next launch. */
const TRIES_S = [2, 5, 15, 30, 60, 120, 300, 600]

/**
 * An outbox: what the user has said of videos, until the service has taken it, or has refused it for good. Kept in
 * storage, so that it survives the app; where the storage fails it is kept as long as the app lives.
 */
export class VideoDetails {
  readonly #options: VideoDetailsOptions
  readonly #listeners = new Set<DetailsListener>()
  #told: Told[] = []
  #endTries: () => void = () => undefined
  #sending: Promise<void> | undefined

  constructor(options: VideoDetailsOptions) {
    this.#options = options
    this.#load()
    options.space.onLeave(() => this.#endTries())
    options.space.onEnter(() => {
      this.#load()
      this.start()
    })
  }

  /** What is still to be told of a video. */
  of(videoId: string): Details | undefined {
    return this.#told.find((one) => one.videoId === videoId)?.details
  }

  /** Takes what the user says: what was said of the same before counts no more. Sent at once, and again until it has arrived. */
  tell(videoId: string, details: Details): void {
    if (Object.keys(details).length === 0) return
    const known = this.#told.find((one) => one.videoId === videoId)
    if (known) known.details = { ...known.details, ...details }
    else this.#told = [...this.#told, { videoId, details, unknown: 0 }].slice(-MAX_VIDEOS)
    this.#save()
    this.start()
  }

  /** Sends what there is: at the launch, and when something suggests that it would arrive now. */
  start(): void {
    this.#endTries()
    if (this.#told.length > 0) this.#endTries = backOff(() => this.#sendAll(), TRIES_S, this.#options.setTimer)
  }

  /** A video is deleted: there is no more to be said of it. */
  forget(videoId: string): void {
    this.#told = this.#told.filter((one) => one.videoId !== videoId)
    this.#save()
  }

  /** Calls the listener when the service has taken or refused something. Returns what ends that. */
  subscribe(listener: DetailsListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @returns whether nothing is left */
  async #sendAll(): Promise<boolean> {
    // One round at a time: what is told twice must arrive in that order.
    await this.#sending
    this.#sending = this.#round(this.#told)
    await this.#sending
    return this.#told.length === 0
  }

  async #round(told: readonly Told[]): Promise<void> {
    for (const one of told) {
      const { coverPath, ...said } = one.details
      // The words do not wait for the picture.
      const through = Object.keys(said).length === 0 || (await this.#send(one, said, async () => said))
      if (through && coverPath !== undefined && this.#told.includes(one)) {
        const bring = async () => ({ cover: await this.#options.putCover(one.videoId, coverPath) })
        await this.#send(one, { coverPath }, bring)
      }
    }
  }

  /** @returns whether the service has taken or refused it */
  async #send(one: Told, said: Details, changes: () => Promise<VideoChanges>): Promise<boolean> {
    try {
      const video = await this.#options.service.changeVideo(one.videoId, await changes())
      if (this.#settle(one, said)) this.#notify(one.videoId, { video })
    } catch (error) {
      if (!isFinal(error)) return false
      // The service may hear of the video a moment later than we.
      if (isUnknown(error) && ++one.unknown < MAX_UNKNOWN) {
        this.#save()
        return false
      }
      if (this.#settle(one, said)) this.#notify(one.videoId, { refused: error, of: said })
    }
    return true
  }

  /** What was sent is not to be sent again, but for what the user has said otherwise meanwhile. */
  #settle(one: Told, said: Details): boolean {
    if (!this.#told.includes(one)) return false
    const left = Object.entries(one.details).filter(([name, value]) => value !== said[name as keyof Details])
    one.details = Object.fromEntries(left)
    if (left.length === 0) this.#told = this.#told.filter((other) => other !== one)
    this.#save()
    return true
  }

  #load(): void {
    const { told } = objectOf(this.#options.space.get(KEY)) as { told?: unknown }
    this.#told = Array.isArray(told) ? told.flatMap((one) => repair(one) ?? []) : []
  }

  #save(): void {
    this.#options.space.set(KEY, { version: VERSION, told: this.#told })
  }

  #notify(...outcome: Parameters<DetailsListener>): void {
    for (const listener of [...this.#listeners]) listener(...outcome)
  }
}

function isUnknown(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'video_not_found'
}

function repair(given: unknown): Told | undefined {
  const { videoId, details, unknown } = objectOf(given) as { [K in keyof Told]?: unknown }
  if (textOf(videoId) === '') return undefined
  const { title, description, tags, categoryId, coverPath, notify } = objectOf(details) as Record<
    keyof Details,
    unknown
  >
  const kept: Details = {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    ...(Array.isArray(tags) && { tags: tags.filter((tag) => typeof tag === 'string') }),
    ...((typeof categoryId === 'string' || categoryId === null) && { categoryId }),
    ...(typeof coverPath === 'string' && { coverPath }),
    ...(notify === true && { notify }),
  }
  if (Object.keys(kept).length === 0) return undefined
  return { videoId: textOf(videoId), details: kept, unknown: typeof unknown === 'number' ? unknown : 0 }
}
