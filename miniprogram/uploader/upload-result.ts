import { canceled } from './errors'
import type { UploadResult } from './transfer'
import type { UploadSnapshot } from './upload-state'

/** Settles when an upload ends: resolves on success, and rejects with its error, or with `canceled`. */
export function resultOf(
  subscribe: (listener: (snapshot: UploadSnapshot) => void) => () => void,
): Promise<UploadResult> {
  let end: () => void
  return new Promise<UploadResult>((resolve, reject) => {
    end = subscribe(({ state, videoId = '', progress, error }) => {
      if (state === 'success') resolve({ videoId, size: progress?.totalBytes ?? 0 })
      if (state === 'error') reject(error)
      if (state === 'canceled') reject(canceled())
    })
  }).finally(() => end())
}
