/**
 * Alibaba Cloud's upload SDK for WeChat mini programs, as it is documented (1.0.0 to 1.0.3), in the form in which
 * `npm run vendor-sdk` places it here. Its version 1.0.1 does not keep all of this; what differs is said.
 * Source: "Upload SDK for WeChat mini programs", help.aliyun.com.
 */

/** Of the placed file: `1.0.3`, or `unknown`. */
export declare const version: string

/**
 * Runs the SDK.
 * @param wx what it takes for WeChat
 * @param date what it takes for `Date`
 */
export declare function load(wx: WechatMiniprogram.Wx, date: DateConstructor): VodUploadConstructor

export type VodUploadConstructor = new (options: VodUploadOptions) => VodUpload

/** A file in the SDK's list. */
export interface UploadInfo {
  /** Temp path, as it was added. */
  url: string
  coverUrl?: string
  /** Once VOD has given it. */
  videoId?: string
  /** Bytes, once WeChat has reported them. */
  fileSize?: number
  endpoint?: string
  bucket?: string
  /** Object name in the bucket. */
  object?: string
}

export interface VodUploadOptions {
  /** Alibaba Cloud account ID. Must not be empty; 1.0.1 does nothing with it. */
  userId: string
  /** VOD's region, such as `cn-shanghai` (not `oss-cn-shanghai`). Default `cn-shanghai`. */
  region?: string
  /** Of wx.uploadFile, milliseconds. */
  timeout?: number
  /** Default 3. */
  retryCount?: number
  /** Seconds between two tries. Default 2. */
  retryDuration?: number
  addFileSuccess?(info: UploadInfo): void
  /** A file's turn has come: nothing happens before it is given a credential. */
  onUploadstarted(info: UploadInfo): void
  /** 1.0.1 calls it for any HTTP status. */
  onUploadSucceed(info: UploadInfo): void
  /** 1.0.1 does not call it where WeChat could not upload. */
  onUploadFailed(info: UploadInfo, code: string, message: string): void
  /**
   * @param totalSize bytes
   * @param loadedPercent 0–1; of 1.0.1 0–100
   */
  onUploadProgress(info: UploadInfo, totalSize: number, loadedPercent: number): void
  onUploadTokenExpired(info: UploadInfo): void
  /** The list has come to its end. */
  onUploadEnd?(info: UploadInfo | undefined): void
}

/** The methods that take a credential return false for one that they do not take. */
export interface VodUpload {
  /**
   * @param endpoint null lets VOD choose, like bucket and object
   * @param userData JSON text with `{"Vod": {"Title": …}}`; 1.0.1 does not use it
   * @returns false where the file is in the list already
   */
  addFile(
    file: { url: string; coverUrl?: string },
    endpoint: string | null,
    bucket: string | null,
    object: string | null,
    userData: string,
  ): boolean
  deleteFile(index: number): boolean
  /** Of 1.0.1 it aborts nothing. */
  cancelFile(index: number): boolean
  resumeFile(index: number): boolean
  listFiles(): UploadInfo[]
  cleanList(): void
  startUpload(): void
  /** Of 1.0.1 it aborts nothing, and throws before a file is under way. */
  stopUpload(): void
  /** Has the SDK itself call CreateUploadVideo, or RefreshUploadVideo where the file has a videoId. */
  setSTSToken(
    info: UploadInfo,
    accessKeyId: string,
    accessKeySecret: string,
    securityToken: string,
  ): boolean | undefined
  /** After onUploadTokenExpired. Of 1.0.1 it cannot finish once the object is known. */
  resumeUploadWithSTSToken(
    accessKeyId: string,
    accessKeySecret: string,
    securityToken: string,
    expireTime?: string,
  ): boolean | undefined
  /** As VOD answered to CreateUploadVideo or RefreshUploadVideo: base64. */
  setUploadAuthAndAddress(
    info: UploadInfo,
    uploadAuth: string,
    uploadAddress: string,
    videoId: string,
  ): boolean | undefined
  /** After onUploadTokenExpired. Of 1.0.1 it throws a ReferenceError. */
  resumeUploadWithAuth(uploadAuth: string): boolean | undefined
}
