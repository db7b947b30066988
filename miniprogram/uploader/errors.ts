/** Why an upload, or a step of it, failed. */
export type EngineErrorCode =
  /** There is no file at this path (any more). */
  | 'file_missing'
  /** The file is there but cannot be read: a folder, no permission, a failing disk. */
  | 'file_unreadable'
  | 'file_empty'
  /** The file at this path is not the one that the upload began with. */
  | 'file_changed'
  /** Empty, or over VOD's 128 characters. */
  | 'title_invalid'
  /** The app could not give credentials; `cause` says why. */
  | 'credentials_failed'
  /** No answer came: offline, refused, reset. */
  | 'network_failed'
  | 'timed_out'
  /** The system ended the request because the app is in the background. */
  | 'interrupted'
  /** VOD or OSS said no; `cloudCode` is its code. */
  | 'vod_refused'
  | 'oss_refused'
  /** An answer that the protocol does not allow. */
  | 'vod_malformed'
  | 'oss_malformed'
  /** VOD's answer names a place for the file that is not OSS, or none that is trusted: nothing is sent there. */
  | 'endpoint_refused'
  /** VOD no longer knows the video: it was deleted. A `getAuth` that finds so rejects with this code. */
  | 'video_gone'
  /** VOD has the file already: there is nothing left to upload. A `getAuth` that finds so rejects with this code. */
  | 'video_complete'
  /** What OSS has is not what was sent (CRC-64). */
  | 'checksum_mismatch'
  | 'canceled'

/**
 * Codes of other engines, as keys. Another engine adds its own by declaration merging, and this one need not know them:
 * `declare module '<this file>' { interface PluginErrorCodes { sdk_failed: true } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: declaration merging needs an interface.
export interface PluginErrorCodes {}

export type UploadErrorCode = EngineErrorCode | keyof PluginErrorCodes

export interface UploadErrorDetails {
  /** HTTP status of the answer. */
  status?: number | undefined
  /** The cloud's own error code, such as `Forbidden.RAM` or `SecurityTokenExpired`. */
  cloudCode?: string | undefined
  /** The cloud's id of the request: what its support asks for. */
  requestId?: string | undefined
  /** Seconds after which the cloud wants to be asked again (Retry-After). */
  retryAfterS?: number | undefined
  /** Of an error of another engine: trying again after a while may help. */
  passing?: boolean | undefined
  cause?: unknown
}

/** Every failure of the engine. The message is for people and holds no key, token or signed URL. */
export class UploadError extends Error {
  readonly code!: UploadErrorCode
  readonly status?: number | undefined
  readonly cloudCode?: string | undefined
  readonly requestId?: string | undefined
  readonly retryAfterS?: number | undefined
  readonly passing?: boolean | undefined
  readonly cause?: unknown

  constructor(code: UploadErrorCode, message: string, details?: UploadErrorDetails) {
    super(message)
    Object.assign(this, { name: 'UploadError', code, ...details })
  }
}

/** What everything of an upload rejects with that the user has stopped. */
export function canceled(): UploadError {
  return new UploadError('canceled', 'The upload was canceled.')
}

/** Why a wait was given up. */
export function noAnswer(code: EngineErrorCode = 'timed_out'): UploadError {
  return new UploadError(code, 'No answer came in time.')
}

/** Waits for an end, good or bad: for work whose UploadError nobody would act on. */
export async function exceptUploadErrors(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof UploadError)) throw error
  }
}

/** Whether something that was thrown is an UploadError with one of these codes. */
export function hasCode(error: unknown, ...codes: UploadErrorCode[]): error is UploadError {
  return error instanceof UploadError && codes.includes(error.code)
}
