import { UploadError, type UploadErrorCode, type UploaderOptions } from '../uploader/index'
import type { StoredVideo } from '../vendor-sdk/stored-video'
import { ServiceError } from './service-error'
import type { TokenService } from './token-service'

/** How a new video gets its place at VOD: made by the engine itself with an STS token, or by the token service. */
export type AuthMethod = 'sts' | 'credential'

/** What the service says of a video that needs no new key, in the engine's words. */
const NEEDS_NO_KEY: Readonly<Record<string, UploadErrorCode>> = {
  video_not_found: 'video_gone',
  video_not_uploading: 'video_complete',
}

/**
 * What the engine asks of the app, answered by the token service. Keys are always renewed by the service, which knows
 * whose video it is: a video that it has not made itself is registered with it.
 */
export function serviceAuth(service: TokenService, method: AuthMethod): Pick<UploaderOptions, 'getAuth' | 'onCreated'> {
  const refresh = (videoId: string) => inEngineTerms(service.refreshUpload(videoId))
  if (method === 'credential') {
    return {
      getAuth: (request) =>
        request.kind === 'create-video' ? service.createUpload(request) : refresh(request.videoId),
    }
  }
  return {
    getAuth: (request) =>
      request.kind === 'create-video' ? service.getCredentials(request.validFor) : refresh(request.videoId),
    onCreated: (video) => service.registerUpload(video),
  }
}

/** What VOD has of a video, by the token service. Rejects with an UploadError `video_gone` where it was deleted. */
export function serviceVideoCheck(service: TokenService): (videoId: string) => Promise<StoredVideo> {
  return async (videoId) => {
    const { status, size } = await inEngineTerms(service.getVideo(videoId))
    return { status, size }
  }
}

async function inEngineTerms<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    const code = error instanceof ServiceError ? NEEDS_NO_KEY[error.code] : undefined
    if (code === undefined) throw error
    const { message, status, requestId } = error as ServiceError
    throw new UploadError(code, message, { status, requestId })
  }
}
