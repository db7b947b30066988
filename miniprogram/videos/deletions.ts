import { backOff } from '../service/back-off'
import { isFinal } from '../service/service-error'
import type { SetTimer } from '../wechat/calls'
import { objectOf } from '../wechat/values'

/** Milliseconds in which a deletion can be taken back. */
export const UNDO_MS = 5_000
const KEY = 'deletions'
const VERSION = 1
/** Seconds between tries; then at the next launch. */
const TRIES_S = [2, 5, 15, 30, 60, 120, 300]

export interface DeletionsOptions {
  service: { deleteVideo(videoId: string): Promise<void> }
  space: {
    get(key: string): unknown
    set(key: string, value: unknown): boolean
    onEnter(listener: () => void): unknown
    onLeave(listener: () => void): unknown
  }
  setTimer: SetTimer
}

/** `asked`: it can still be taken back; `deleted`: the service has done it; `kept`: taken back, or the service has refused. */
export type DeletionListener = (videoId: string, change: 'asked' | 'deleted' | 'kept') => void

/**
 * Videos that the user has deleted: each can be taken back for some seconds, and then the service is told, again and again
 * until it has done it. Kept in storage: a deletion that was asked for is done, also after the app was killed.
 */
export class Deletions {
  readonly #options: DeletionsOptions
  readonly #listeners = new Set<DeletionListener>()
  #all: readonly string[] = []
  /** That which can still be taken back, and what ends its time. */
  #asked: { videoId: string; endTimer: () => void } | undefined
  #endTries: () => void = () => undefined

  constructor(options: DeletionsOptions) {
    this.#options = options
    this.#load()
    options.space.onLeave(() => {
      // It stays in the former user's storage, and is done when that user is back.
      this.#asked?.endTimer()
      this.#asked = undefined
      this.#endTries()
    })
    options.space.onEnter(() => {
      this.#load()
      this.start()
    })
  }

  /** Whether a video is deleted for its user, whatever the service still says. */
  has(videoId: string): boolean {
    return this.#all.includes(videoId)
  }

  /** The user deletes a video, and has some seconds to think better of it. */
  ask(videoId: string): void {
    this.commit()
    this.#all = [...this.#all.filter((other) => other !== videoId), videoId]
    this.#save()
    this.#asked = { videoId, endTimer: this.#options.setTimer(() => this.commit(), UNDO_MS) }
    this.#notify(videoId, 'asked')
  }

  /** @returns whether it could be taken back */
  undo(videoId: string): boolean {
    if (this.#asked?.videoId !== videoId) return false
    this.#asked.endTimer()
    this.#asked = undefined
    this.#drop(videoId, 'kept')
    return true
  }

  /** The time to take it back is over, or the user has gone. */
  commit(): void {
    if (!this.#asked) return
    this.#asked.endTimer()
    this.#asked = undefined
    this.start()
  }

  /** Tells the service: at the launch, and whenever there is something to tell. */
  start(): void {
    this.#endTries()
    if (this.#all.length > 0) this.#endTries = backOff(() => this.#tellAll(), TRIES_S, this.#options.setTimer)
  }

  /** Returns what ends it. */
  subscribe(listener: DeletionListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** @returns whether nothing is left */
  async #tellAll(): Promise<boolean> {
    let left = false
    for (const videoId of this.#all) {
      // It may have been deleted, or taken back, meanwhile.
      if (videoId === this.#asked?.videoId || !this.has(videoId)) continue
      const change = await this.#tell(videoId)
      if (!change) left = true
      else if (this.has(videoId)) this.#drop(videoId, change)
    }
    return !left
  }

  /** Undefined where it has to be tried again. */
  async #tell(videoId: string): Promise<'deleted' | 'kept' | undefined> {
    try {
      await this.#options.service.deleteVideo(videoId)
      return 'deleted'
    } catch (error) {
      if ((error as { code?: unknown }).code === 'video_not_found') return 'deleted'
      return isFinal(error) ? 'kept' : undefined
    }
  }

  #drop(videoId: string, change: 'deleted' | 'kept'): void {
    this.#all = this.#all.filter((other) => other !== videoId)
    this.#save()
    this.#notify(videoId, change)
  }

  #load(): void {
    const { videoIds } = objectOf(this.#options.space.get(KEY)) as { videoIds?: unknown }
    this.#all = Array.isArray(videoIds) ? videoIds.filter((id) => typeof id === 'string') : []
  }

  #save(): void {
    this.#options.space.set(KEY, { version: VERSION, videoIds: this.#all })
  }

  #notify(...change: Parameters<DeletionListener>): void {
    for (const listener of [...this.#listeners]) listener(...change)
  }
}
