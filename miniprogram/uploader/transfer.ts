import type { Checkpoint } from './checkpoints'
import type { Engine } from './engine'
import type { UploadError } from './errors'
import type { VerifyOptions } from './file/verified-file'
import type { UploadProgress } from './progress'
import type { Run } from './run/run'
import type { UploadFile } from './upload-file'

/** One way of a file to VOD, over as many runs as it takes. Everything rejects with an UploadError. */
export interface Transfer {
  /** What is known of it before the first run: of an earlier life of the app. */
  readonly progress: UploadProgress | undefined
  /** Bytes still to be sent; undefined until the file has been opened. */
  readonly bytesLeft: number | undefined
  /** Takes the file to its end, or as far as it gets. */
  run(run: Run): Promise<UploadResult>
  /** The upload is canceled: what the cloud has of it may go. */
  abort(run: Run): Promise<void>
}

export type TransferFactory<F extends UploadFile> = (
  checkpoint: Checkpoint<F>,
  engine: Engine<F>,
  events: TransferEvents,
) => Transfer

/** What the user may want to know of an upload that goes on all the same. */
export type UploadNotice =
  /** OSS has dropped the parts, as it does after some days: they are sent again, to the same video. */
  | 'parts_gone'
  /** The video was deleted at VOD: the file goes to a new one. */
  | 'video_gone'
  /** The storage is full: this upload would have to start again after the app was closed. */
  | 'not_resumable'

export interface UploadResult {
  videoId: string
  /** Bytes. */
  size: number
}

/** What a transfer reports as it gets on. */
export interface TransferNews {
  videoId: string | undefined
  progress: UploadProgress
  notice: UploadNotice
  /** What is being tried again; undefined once it has worked. */
  retrying: UploadError | undefined
}

export interface TransferEvents {
  onPhase(phase: 'checking' | 'uploading'): void
  onNews(news: Partial<TransferNews>): void
  /** Waits until something may be sent. */
  ready(run: Run): Promise<void>
  /** For withVerifiedFile. */
  verifyOptions(run: Run): VerifyOptions
}
