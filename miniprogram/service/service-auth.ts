import {
  type AuthRequest,
  type GetAuth,
  type StsAuth,
  type UploadCredential,
  UploadError,
  type UploadErrorCode,
  type UploaderOptions,
} from '../uploader/index'
import type { StoredVideo } from '../vendor-sdk/stored-video'
import { isForOperator } from './operator-codes'
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
export function serviceAuth(
  service: TokenService,
  method: AuthMethod,
): Required<Pick<UploaderOptions, 'getAuth'>> & Pick<UploaderOptions, 'onCreated'> {
  const create = (request: CreateRequest): ReturnType<GetAuth> =>
    method === 'credential' ? service.createUpload(request) : service.getCredentials(request.validFor)
  return {
    getAuth: (request) =>
      withPatience<StsAuth | UploadCredential>(
        request.kind === 'create-video' ? create(request) : inEngineTerms(service.refreshUpload(request.videoId)),
      ),
    ...(method === 'sts' && { onCreated: (video) => withPatience(service.registerUpload(video)) }),
  }
}

type CreateRequest = Extract<AuthRequest, { kind: 'create-video' }>

/** An upload does not wait for tomorrow, or for what an operator has to mend, though the status says that it passes. */
async function withPatience<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    if (!(error instanceof ServiceError) || !isHopeless(error.code)) throw error
    const { code, message, status, requestId, retryAfterS, resetsAt } = error
    throw new ServiceError(code, message, { status, requestId, retryAfterS, resetsAt, passing: false })
  }
}

function isHopeless(code: string): boolean {
  return code === 'daily_limit_reached' || isForOperator(code)
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
