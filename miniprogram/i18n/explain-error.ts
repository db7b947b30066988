import { isCloudForOperator } from '../service/operator-codes'
import { ServiceError } from '../service/service-error'
import { UploadError, type UploadErrorCode } from '../uploader/index'
import { MAX_FILE_BYTES } from '../vendor-sdk/max-file-bytes'
import { explainServiceError } from './explain-service-error'
import { formatBytes } from './format'
import type { Texts } from './zh'

/** Every code has its words: a code without a line does not compile. */
const MEANINGS: Readonly<Record<UploadErrorCode, (t: Texts, error: UploadError) => string>> = {
  credentials_failed: (t, { cause }) => explainError(cause, t),
  network_failed: (t) => t.errorNetwork,
  interrupted: (t) => t.errorNetwork,
  timed_out: (t) => t.errorTimeout,
  vod_malformed: (t) => t.errorStranger,
  oss_malformed: (t) => t.errorStranger,
  endpoint_refused: (t) => t.errorEndpoint,
  file_missing: (t) => t.errorFileGone,
  file_changed: (t) => t.errorFileChanged,
  file_unreadable: (t) => t.errorFileUnreadable,
  file_empty: (t) => t.errorEmpty,
  file_too_large: (t) => t.tooLarge(formatBytes(MAX_FILE_BYTES)),
  title_invalid: (t) => t.errorTitle,
  checksum_mismatch: (t) => t.errorChecksum,
  vod_refused: (t, error) => explainRefusal(error, t),
  oss_refused: (t, error) => explainRefusal(error, t),
  video_gone: (t) => t.errorVideoGone,
  sdk_missing: (t) => t.errorSdkMissing,
  sdk_failed: (t) => t.errorUnknown,
  // What the engine ends with a success, or shows as the end that the user has wished.
  video_complete: (t) => t.errorUnknown,
  canceled: (t) => t.errorUnknown,
}

/** What a failed upload means to the person whose video it is. */
export function explainError(error: unknown, t: Texts): string {
  if (error instanceof ServiceError) return explainServiceError(error, t)
  return error instanceof UploadError ? MEANINGS[error.code](t, error) : t.errorUnknown
}

/** What keeps an upload that tries again from getting on: the phone's network, or the cloud. */
export function explainRetry(error: unknown, t: Texts): string {
  if (error instanceof ServiceError) return error.code === 'malformed_answer' ? t.retrying : t.retryingBusy
  if (!(error instanceof UploadError)) return t.retryingBusy
  switch (error.code) {
    case 'credentials_failed':
      return explainRetry(error.cause, t)
    case 'network_failed':
    case 'timed_out':
    case 'interrupted':
    // Something between the phone and the cloud has answered.
    case 'vod_malformed':
    case 'oss_malformed':
      return t.retrying
    default:
      return t.retryingBusy
  }
}

function explainRefusal({ cloudCode = '', status = 0 }: UploadError, t: Texts): string {
  if (cloudCode === 'IllegalCharacters') return t.errorTitleCharacters
  if (cloudCode === 'LengthExceededMax') return t.errorTitle
  if (cloudCode === 'InvalidFileName.Extension') return t.errorFormat
  if (cloudCode.startsWith('Throttling')) return t.errorBusy
  if (/Quota|StorageFull/.test(cloudCode)) return t.errorStorageFull
  if (cloudCode.startsWith('Forbidden') || cloudCode.startsWith('OperationDenied') || cloudCode === 'AccessDenied') {
    return t.errorDenied
  }
  if (isCloudForOperator(cloudCode)) return t.errorSetup
  if (status === 429) return t.errorBusy
  if (status >= 500) return t.errorService
  // The engine's own code, where the answer has named none.
  return cloudCode.startsWith('HTTP ') ? t.errorStranger : t.errorUnknown
}
