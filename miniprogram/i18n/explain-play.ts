import { ServiceError } from '../service/service-error'
import { UploadError } from '../uploader/index'
import type { Texts } from './zh'

/** Why there is no address to play at. */
export function explainPlay(error: unknown, t: Texts): string {
  if (error instanceof UploadError) return t.playOffline
  if (!(error instanceof ServiceError)) return t.playService
  switch (error.code) {
    case 'video_not_playable':
      return t.playNotYet
    case 'video_not_found':
      return t.goneText
    case 'malformed_answer':
      return t.playOffline
    default:
      return t.playService
  }
}
