export { UploadError, type UploadErrorCode } from './errors'
export type {
  Files,
  Http,
  HttpCall,
  HttpRequest,
  HttpResponse,
  Lifecycle,
  Network,
  NetworkKind,
  OpenFile,
  Ports,
  Storage,
} from './ports'
export type { UploadProgress } from './progress'
export type { TransferFactory, UploadNotice, UploadResult } from './transfer'
export type { UploadFile } from './upload-file'
export type { PauseReason, UploadSnapshot, UploadState } from './upload-state'
export type { UploadTask } from './upload-task'
export {
  createUploader,
  type UploadChange,
  type Uploader,
  type UploaderListener,
} from './uploader'
export type { UploaderOptions } from './uploader-options'
export type { AuthRequest, CreatedVideo, GetAuth, StsAuth, UploadCredential, VideoDescription } from './video/authority'
export { hasVodExtension } from './video/file-name'
export { MAX_TITLE_CHARACTERS } from './vod/limits'
export type { StsCredentials } from './vod/vod-client'
export { wxPorts } from './wx/wx-ports'
