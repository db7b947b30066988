import { ServiceError } from '../service/service-error'
import { UploadError } from '../uploader/index'
import { MAX_FILE_BYTES } from '../vendor-sdk/max-file-bytes'
import { formatBytes } from './format'
import type { Texts } from './zh'

/** What a failed upload means to the person whose video it is. */
export function explainError(error: unknown, t: Texts): string {
  if (error instanceof ServiceError) return explainService(error, t)
  if (!(error instanceof UploadError)) return t.errorUnknown
  switch (error.code) {
    case 'credentials_failed':
      return explainError(error.cause, t)
    case 'network_failed':
    case 'interrupted':
      return t.errorNetwork
    case 'timed_out':
      return t.errorTimeout
    case 'file_missing':
    case 'file_changed':
      return t.errorFileGone
    case 'file_unreadable':
      return t.errorFileUnreadable
    case 'file_empty':
      return t.errorEmpty
    case 'title_invalid':
      return t.errorTitle
    case 'sdk_missing':
      return t.errorSdkMissing
    case 'file_too_large':
      return t.tooLarge(formatBytes(MAX_FILE_BYTES))
    case 'checksum_mismatch':
      return t.errorChecksum
    case 'vod_refused':
    case 'oss_refused':
      return explainRefusal(error.cloudCode ?? '', t)
    default:
      return t.errorUnknown
  }
}

/** What keeps an upload that tries again from getting on: the phone's network, or the cloud. */
export function explainRetry(error: unknown, t: Texts): string {
  if (!(error instanceof UploadError)) return t.retryingBusy
  if (error.code === 'credentials_failed') return explainRetry(error.cause, t)
  return error.code === 'network_failed' || error.code === 'timed_out' || error.code === 'interrupted'
    ? t.retrying
    : t.retryingBusy
}

function explainRefusal(cloudCode: string, t: Texts): string {
  if (cloudCode === 'IllegalCharacters') return t.errorTitleCharacters
  if (cloudCode === 'LengthExceededMax') return t.errorTitle
  if (cloudCode === 'InvalidFileName.Extension') return t.errorFormat
  if (cloudCode.startsWith('Throttling')) return t.errorBusy
  if (cloudCode.startsWith('Forbidden') || cloudCode.startsWith('OperationDenied') || cloudCode === 'AccessDenied') {
    return t.errorDenied
  }
  return t.errorUnknown
}

function explainService({ code, status }: ServiceError, t: Texts): string {
  if (code === 'login_blocked') return t.errorBlocked
  if (code === 'sts_throttled' || status === 429) return t.errorBusy
  if (code === 'login_failed' || status === 401) return t.errorLogin
  return t.errorService
}
