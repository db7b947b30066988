/** The documented interface of the SDK, 1.0.0 to 1.0.3. */
export interface Options {
  /** Any text that is not empty. */
  userId: string
  /** Of VOD: `cn-shanghai`, the default, not `oss-cn-shanghai`. */
  region?: string
  /** Milliseconds for the one wx.uploadFile. */
  timeout?: number
  /** Taken, and unused. */
  retryCount?: number
  /** Taken, and unused. */
  retryDuration?: number
  addFileSuccess?(uploadInfo: UploadInfo): void
  onUploadstarted?(uploadInfo: UploadInfo): void
  onUploadSucceed?(uploadInfo: UploadInfo): void
  onUploadFailed?(uploadInfo: UploadInfo, code: string, message: string): void
  /** Bytes of the file; 0 to 1, but see the fault percentProgress. */
  onUploadProgress?(uploadInfo: UploadInfo, totalSize: number, loadedPercent: number): void
  onUploadTokenExpired?(uploadInfo: UploadInfo): void
  onUploadEnd?(uploadInfo: UploadInfo): void
}

export interface PickedFile {
  /** Temp path. */
  url: string
  coverUrl?: string
}

/** An entry of the list. */
export interface UploadInfo {
  file: PickedFile
  endpoint: string | null
  bucket: string | null
  object: string | null
  /** What `Vod` in the userData holds. */
  userData: Record<string, unknown>
  /** MD5, hex. */
  fileHash: string
  size: number
  /** The SDK's own names for them are not documented. */
  state: 'waiting' | 'uploading' | 'success' | 'failed' | 'canceled'
  videoId?: string
}

export interface Key {
  accessKeyId: string
  accessKeySecret: string
  securityToken: string
}
