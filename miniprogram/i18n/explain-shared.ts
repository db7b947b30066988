import { ServiceError } from '../service/service-error'
import { UploadError } from '../uploader/index'
import type { Texts } from './zh'

export interface SharedRefusal {
  words: readonly [string, string]
  /** Trying again may help. */
  passing: boolean
}

/** Why a shared video cannot be watched. */
export function explainShared(error: unknown, t: Texts): SharedRefusal {
  if (error instanceof UploadError) return { words: [t.sharedFailed, t.errorNetwork], passing: true }
  switch (error instanceof ServiceError ? error.code : '') {
    case 'share_invalid':
    case 'not_found':
      return { words: [t.sharedInvalid, t.sharedInvalidText], passing: false }
    case 'share_expired':
      return { words: [t.sharedExpired, t.sharedExpiredText], passing: false }
    case 'video_not_found':
      return { words: [t.sharedDeleted, t.sharedDeletedText], passing: false }
    case 'video_not_playable':
      return { words: [t.sharedBlocked, t.sharedBlockedText], passing: true }
    case 'malformed_answer':
      return { words: [t.sharedFailed, t.errorStranger], passing: true }
    default:
      return { words: [t.sharedFailed, t.errorService], passing: true }
  }
}
