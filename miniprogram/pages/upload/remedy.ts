import type { RowAction } from '../../components/upload-row/row'
import { ServiceError } from '../../service/service-error'
import { UploadError } from '../../uploader/index'

/** What the service will say of this file again and again. */
const FINAL_FOR_FILE = ['file_type_refused', 'file_too_large']

/** The one thing that helps a failed upload; where nothing does, to take it out. */
export function remedyFor(error: unknown): Exclude<RowAction, ''> {
  if (error instanceof ServiceError) return FINAL_FOR_FILE.includes(error.code) ? 'remove' : 'retry'
  if (!(error instanceof UploadError)) return 'retry'
  switch (error.code) {
    case 'credentials_failed':
      return remedyFor(error.cause)
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
      return error.cloudCode === 'InvalidFileName.Extension' ? 'remove' : 'retry'
    default:
      return 'retry'
  }
}
