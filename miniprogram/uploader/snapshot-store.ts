import { canceled } from './errors'
import type { UploadResult } from './transfer'
import type { UploadFile } from './upload-file'
import type { UploadSnapshot } from './upload-state'

export type TaskListener<F extends UploadFile = UploadFile> = (snapshot: UploadSnapshot<F>) => void

/**
 * What a task is to be known by: its latest snapshot, and those who want to know of each new one.
 * @param changed called after them
 */
export function snapshotStore<F extends UploadFile>(snapshot: UploadSnapshot<F>, changed: () => void) {
  const listeners = new Set<TaskListener<F>>()

  function subscribe(listener: TaskListener<F>): () => void {
    listeners.add(listener)
    listener(snapshot)
    return () => listeners.delete(listener)
  }

  return {
    subscribe,
    get snapshot(): UploadSnapshot<F> {
      return snapshot
    },
    get result(): Promise<UploadResult> {
      let end: () => void
      return new Promise<UploadResult>((resolve, reject) => {
        end = subscribe(({ state, videoId = '', progress, error }) => {
          if (state === 'success') resolve({ videoId, size: progress?.totalBytes ?? 0 })
          if (state === 'error') reject(error)
          if (state === 'canceled') reject(canceled())
        })
      }).finally(() => end())
    },
    change(changes: Partial<UploadSnapshot<F>>): void {
      snapshot = { ...snapshot, ...changes }
      for (const listener of [...listeners]) listener(snapshot)
      changed()
    },
  }
}
