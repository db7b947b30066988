/** What the stand-in uses of `wx`. getFileInfo is old, and gone from WeChat's types. */
export interface StandInWx {
  getFileInfo(option: {
    filePath: string
    digestAlgorithm: 'md5'
    success(result: { size: number; digest: string }): void
    fail(error: { errMsg: string }): void
  }): void
  request(option: {
    url: string
    method: 'GET'
    success(result: { statusCode: number; data: unknown }): void
    fail(error: { errMsg: string }): void
  }): unknown
  uploadFile(option: {
    url: string
    filePath: string
    name: 'file'
    formData: Record<string, string>
    timeout?: number
    success(result: { statusCode: number; data: string }): void
    fail(error: { errMsg: string }): void
  }): UploadTask
}

export interface UploadTask {
  /** `progress`: 0 to 100. */
  onProgressUpdate(listener: (update: { progress: number }) => void): void
  abort(): void
}
