import type { UploadProgress } from './progress'
import type { UploadFile, UploadState, UploadTask } from './upload-task'
import type { Uploader } from './uploader'

export interface QueueItem<F extends UploadFile = UploadFile> {
  readonly id: string
  readonly file: F
  /** `waiting` until it is started and its turn has come. */
  readonly state: UploadState
  /** Whether it has been started: it is under way or has ended, or it waits for its turn. */
  readonly started: boolean
  /** Of the present attempt. */
  readonly progress: UploadProgress | undefined
  /** Set in state `success`. */
  readonly videoId: string | undefined
  /** Set in state `error`: what `UploadTask.result` rejected with. */
  readonly error: unknown
}

export type QueueListener<F extends UploadFile = UploadFile> = (item: QueueItem<F>, change: QueueChange) => void

export type QueueChange = 'added' | 'changed' | 'removed'

/**
 * Files in a row, some of them under way at a time. Two by default: with three parts each they leave four of WeChat's ten
 * requests to the app. The files may carry more than the engine needs, such as a thumbnail.
 */
export class UploadQueue<F extends UploadFile = UploadFile> {
  readonly #uploader: Uploader
  readonly #filesAtOnce: number
  readonly #entries = new Map<string, Entry<F>>()
  readonly #listeners = new Set<QueueListener<F>>()
  #lastId = 0

  constructor(uploader: Uploader, filesAtOnce = 2) {
    this.#uploader = uploader
    this.#filesAtOnce = filesAtOnce
  }

  /** In the order of adding. */
  get items(): QueueItem<F>[] {
    return [...this.#entries.values()].map(({ item }) => item)
  }

  get(id: string): QueueItem<F> | undefined {
    return this.#entries.get(id)?.item
  }

  /** Calls the listener after every change. Returns what ends that. */
  subscribe(listener: QueueListener<F>): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Adds a file, which waits until it is started. */
  add(file: F): QueueItem<F> {
    const id = String(++this.#lastId)
    const item: QueueItem<F> = {
      id,
      file,
      state: 'waiting',
      started: false,
      progress: undefined,
      videoId: undefined,
      error: undefined,
    }
    this.#entries.set(id, { item, task: undefined })
    this.#tell(item, 'added')
    return item
  }

  /** Gives a file that is not under way another title. */
  rename(id: string, title: string): void {
    const entry = this.#entries.get(id)
    if (entry && !entry.task) this.#change(entry, { file: { ...entry.item.file, title } })
  }

  /** Starts a file that waits, or one that failed again from its beginning; it goes when its turn has come. */
  start(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry || entry.task || entry.item.state === 'success') return
    this.#change(entry, { state: 'waiting', started: true, progress: undefined, error: undefined })
    this.#next()
  }

  /** Takes a file out; an upload under way is canceled. */
  remove(id: string): void {
    const entry = this.#entries.get(id)
    if (!entry) return
    this.#entries.delete(id)
    entry.task?.cancel()
    this.#tell(entry.item, 'removed')
  }

  #next(): void {
    const entries = [...this.#entries.values()]
    let free = this.#filesAtOnce - entries.filter(({ task }) => task).length
    for (const entry of entries) {
      if (free > 0 && entry.item.started && entry.item.state === 'waiting' && !entry.task) {
        free--
        void this.#run(entry)
      }
    }
  }

  async #run(entry: Entry<F>): Promise<void> {
    const task = this.#uploader.upload(entry.item.file, {
      // The end is told below, together with its result.
      onState: (state) => {
        if (state === 'checking' || state === 'uploading') this.#change(entry, { state })
      },
      onProgress: (progress) => this.#change(entry, { progress }),
    })
    entry.task = task
    let outcome: Partial<QueueItem<F>>
    try {
      outcome = { state: 'success', videoId: (await task.result).videoId }
    } catch (error) {
      outcome = { state: task.state, error }
    }
    entry.task = undefined
    this.#change(entry, outcome)
    this.#next()
  }

  #change(entry: Entry<F>, changes: Partial<QueueItem<F>>): void {
    entry.item = { ...entry.item, ...changes }
    if (this.#entries.has(entry.item.id)) this.#tell(entry.item, 'changed')
  }

  #tell(item: QueueItem<F>, change: QueueChange): void {
    for (const listener of this.#listeners) listener(item, change)
  }
}

interface Entry<F extends UploadFile> {
  item: QueueItem<F>
  /** While it is under way. */
  task: UploadTask | undefined
}
