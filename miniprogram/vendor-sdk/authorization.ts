import type { StsAuth } from '../uploader/index'
import type { UploadInfo, VodUpload } from './aliyun-upload-sdk'

/** What the SDK is given: an STS token with which it creates the video, or the place and key of one that is there. */
export type Authorization = { token: StsAuth } | VideoKey

/** Place and key of a video, as VOD gave them. */
export interface VideoKey {
  videoId: string
  /** Base64. */
  uploadAddress: string
  /** Base64. */
  uploadAuth: string
}

/** Answers the SDK's onUploadstarted. Returns whether the SDK takes the authorization. */
export function authorize(sdk: VodUpload, info: UploadInfo, authorization: Authorization): boolean {
  if ('token' in authorization) {
    const { accessKeyId, accessKeySecret, securityToken } = authorization.token
    return sdk.setSTSToken(info, accessKeyId, accessKeySecret, securityToken) !== false
  }
  const { uploadAuth, uploadAddress, videoId } = authorization
  return sdk.setUploadAuthAndAddress(info, uploadAuth, uploadAddress, videoId) !== false
}

/** Answers the SDK's onUploadTokenExpired. Returns whether the SDK goes on. */
export function resumeWith(sdk: VodUpload, authorization: Authorization): boolean {
  if (!('token' in authorization)) return sdk.resumeUploadWithAuth(authorization.uploadAuth) !== false
  const { accessKeyId, accessKeySecret, securityToken, expiration } = authorization.token
  return sdk.resumeUploadWithSTSToken(accessKeyId, accessKeySecret, securityToken, expiration) !== false
}

/** As VOD itself would answer CreateUploadVideo and RefreshUploadVideo. */
export function vodAnswer({ videoId, uploadAddress, uploadAuth }: VideoKey): object {
  return { VideoId: videoId, UploadAddress: uploadAddress, UploadAuth: uploadAuth }
}
