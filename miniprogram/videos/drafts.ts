import type { Files, Uploader } from '../uploader/index'
import type { SetTimer, Untrusted } from '../wechat/calls'
import { objectOf, textOf } from '../wechat/values'
import { lookAtFile } from './look-at-file'
import { type PickedVideo, repairPickedVideo } from './picked-video'

export interface DraftsOptions {
  uploader: Pick<Uploader<PickedVideo>, 'tasks' | 'add' | 'subscribe'>
  /** Of the user whose drafts they are. */
  space: {
    readonly open: boolean
    get(key: string): unknown
    set(key: string, value: unknown): unknown
    onLeave(listener: () => void): unknown
  }
  files: Files
  setTimer: SetTimer
}

const KEY = 'drafts'
/** Of the stored form. That of another version is read as far as it can be. */
const VERSION = 1
/** As many as the engine keeps uploads. */
const MAX_DRAFTS = 50

/**
 * Keeps what was picked and not started, with all that was said of it, beyond the app's life. The engine keeps what was
 * started. Where the storage fails, a draft is lost with the app, and nothing else.
 */
export class Drafts {
  readonly #options: DraftsOptions
  /** Ids of the uploads that are kept. */
  #kept = new Set<string>()
  #stored = '[]'
  #keeping = false

  constructor(options: DraftsOptions) {
    this.#options = options
    const { uploader, space } = options
    // What goes with its user is no draft that was removed.
    space.onLeave(() => {
      this.#keeping = false
    })
    uploader.subscribe(({ id, started }) => {
      if (this.#keeping && (!started || this.#kept.has(id))) this.#keep()
    })
  }

  /**
   * Brings back what the user's storage holds, and keeps it from now on. Call it once what was started is there, for each
   * user anew.
   */
  restore(): void {
    const { uploader, space } = this.#options
    if (!space.open) return
    const { drafts } = objectOf(space.get(KEY)) as Untrusted<{ drafts: unknown }>
    const stored = Array.isArray(drafts) ? drafts : []
    this.#keeping = false
    this.#stored = JSON.stringify(stored)
    const there = new Set(uploader.tasks.map(({ snapshot }) => snapshot.file.path))
    for (const draft of stored) {
      const file = objectOf(draft) as PickedVideo
      // It was started, and the app was killed before that was noted here.
      if (textOf(file.path) === '' || there.has(file.path)) continue
      repairPickedVideo(file)
      void this.#findFile(uploader.add(file))
    }
    this.#keeping = true
    this.#keep()
  }

  /** WeChat removes temp files when it likes: better known now than when the upload has been started. */
  async #findFile(task: ReturnType<DraftsOptions['uploader']['add']>): Promise<void> {
    const { files, setTimer } = this.#options
    const lost = (await lookAtFile(task.snapshot.file.path, files, setTimer)) === 'gone'
    if (lost !== (task.snapshot.file.lost ?? false)) task.edit({ lost })
  }

  #keep(): void {
    const { uploader, space } = this.#options
    const waiting = uploader.tasks.filter(({ snapshot: { state, started } }) => state === 'waiting' && !started)
    this.#kept = new Set(waiting.map(({ id }) => id))
    const drafts = waiting.slice(0, MAX_DRAFTS).map(({ snapshot }) => snapshot.file)
    const text = JSON.stringify(drafts)
    if (text === this.#stored) return
    this.#stored = text
    space.set(KEY, { version: VERSION, drafts })
  }
}
