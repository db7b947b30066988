import type { StandInWx, UploadTask } from './platform'

type Request = Parameters<StandInWx['request']>[0]
type Upload = Parameters<StandInWx['uploadFile']>[0]

/** An upload under way, for the test to end. */
export interface FakeUpload extends Upload {
  isAborted: boolean
  progress(percent: number): void
}

/** A `wx` that keeps what it is asked for, and answers when the test does. */
export function fakeWx() {
  const requests: Request[] = []
  const uploads: FakeUpload[] = []
  const wx: StandInWx = {
    getFileInfo: ({ success }) => success({ size: 1000, digest: 'd41d8cd98f00b204e9800998ecf8427e' }),
    request: (option) => requests.push(option),
    uploadFile(option): UploadTask {
      const listeners: ((update: { progress: number }) => void)[] = []
      const upload: FakeUpload = {
        ...option,
        isAborted: false,
        progress: (progress) => {
          for (const listener of listeners) listener({ progress })
        },
      }
      uploads.push(upload)
      return {
        onProgressUpdate: (listener) => listeners.push(listener),
        abort: () => {
          upload.isAborted = true
          // As WeChat: later.
          setTimeout(() => upload.fail({ errMsg: 'uploadFile:fail abort' }))
        },
      }
    },
  }
  return { wx, requests, uploads }
}
