import { type AuthRequest, type GetAuth, UploadError } from '../uploader/index'
import { ServiceError } from './service-error'
import type { TokenService } from './token-service'

/** How a new video gets its place at VOD: with an STS token by the engine itself, or by the token service. */
export type AuthMethod = 'sts' | 'credential'

/** The engine's getAuth, by the token service. Keys are always renewed by the service, which knows whose video it is. */
export function serviceAuth(service: TokenService, method: AuthMethod): GetAuth {
  return async (request: AuthRequest) => {
    if (request.kind === 'create-video') {
      return method === 'sts' ? service.getCredentials() : service.createUpload(request)
    }
    try {
      return await service.refreshUpload(request.videoId)
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== 'video_not_found') throw error
      throw new UploadError('video_gone', error.message, { status: error.status, requestId: error.requestId })
    }
  }
}
