import { canceled } from './errors'
import type { UploadResult } from './transfer'
import type { UploadFile } from './upload-file'
import type { UploadSnapshot } from './upload-state'

export type TaskListener<F extends UploadFile = UploadFile> = (snapshot: UploadSnapshot<F>) => void

/** What a task is to be known by: its latest snapshot, and those who want to know of each new one. */
export class SnapshotStore<F extends UploadFile> {
  readonly #listeners = new Set<TaskListener<F>>()
  #snapshot: UploadSnapshot<F>

  constructor(first: UploadSnapshot<F>) {
    this.#snapshot = first
  }

  get snapshot(): UploadSnapshot<F> {
    return this.#snapshot
  }

  /** Calls the listener now and after every change. Returns what ends that. */
  subscribe(listener: TaskListener<F>): () => void {
    this.#listeners.add(listener)
    listener(this.#snapshot)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Settles when the upload ends: resolves on success, and rejects with an UploadError on failure (which `start` may
   * still mend) and with its code `canceled`.
   */
  get result(): Promise<UploadResult> {
    return new Promise((resolve, reject) => {
      const end = this.subscribe(({ state, videoId = '', progress, error }) => {
        if (state === 'success') resolve({ videoId, size: progress?.totalBytes ?? 0 })
        else if (state === 'error') reject(error)
        else if (state === 'canceled') reject(canceled())
        else return
        // Not yet known where the state was final from the start.
        void Promise.resolve().then(() => end())
      })
    })
  }

  protected change(changes: Partial<UploadSnapshot<F>>): void {
    this.#snapshot = { ...this.#snapshot, ...changes }
    for (const listener of [...this.#listeners]) listener(this.#snapshot)
  }
}
