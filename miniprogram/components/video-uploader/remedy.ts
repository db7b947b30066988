import { isCloudForOperator, isForOperator } from '../../service/operator-codes'
import { ServiceError } from '../../service/service-error'
import { UploadError } from '../../uploader/index'
import type { RowAction } from '../upload-row/row'

/** What the service will say of this file again and again. */
const FINAL_FOR_FILE = ['file_type_refused', 'file_too_large']

/**
 * The one thing that helps a failed upload; where nothing does, to take it out. Nothing, where only time helps.
 * @param now milliseconds since 1970
 */
export function remedyFor(error: unknown, now = 0): RowAction {
  if (error instanceof ServiceError) return remedyForService(error, now)
  if (!(error instanceof UploadError)) return 'retry'
  switch (error.code) {
    case 'credentials_failed':
      return remedyFor(error.cause, now)
    // WeChat makes another copy of the file when it is picked again.
    case 'file_missing':
    case 'file_changed':
    case 'file_unreadable':
      return 'pickAgain'
    case 'file_empty':
    case 'file_too_large':
    case 'sdk_missing':
      return 'remove'
    case 'vod_refused':
    case 'oss_refused':
      if (error.cloudCode === 'InvalidFileName.Extension') return 'remove'
      return isCloudForOperator(error.cloudCode ?? '') ? copyOf(error) : 'retry'
    default:
      return 'retry'
  }
}

function remedyForService(error: ServiceError, now: number): RowAction {
  const { code, resetsAt } = error
  if (FINAL_FOR_FILE.includes(code)) return 'remove'
  if (code === 'daily_limit_reached') return resetsAt !== undefined && now >= resetsAt ? 'retry' : ''
  return isForOperator(code) ? copyOf(error) : 'retry'
}

/** Whoever is to mend it finds it by its id. */
function copyOf({ requestId }: { requestId?: string | undefined }): RowAction {
  return requestId === undefined ? '' : 'copyId'
}

/** The id by which an operator finds what only an operator can mend; empty where there is none. */
export function requestIdOf(error: unknown): string {
  const cause = error instanceof UploadError && error.code === 'credentials_failed' ? error.cause : error
  const { requestId } = (cause ?? {}) as { requestId?: unknown }
  return typeof requestId === 'string' ? requestId : ''
}
