import { CloudClock } from './clock'
import type { Ports } from './ports'
import { stsAuthority } from './sts-authority'
import { type UploadEvents, type UploadFile, UploadTask } from './upload-task'
import type { StsCredentials } from './vod/vod-client'

export interface UploaderOptions {
  ports: Ports
  /**
   * STS credentials that allow vod:CreateUploadVideo, with the VOD region and, best, the time of the server that gave
   * them (`serverTime`, ISO 8601): a phone with a wrong clock uploads all the same.
   */
  getCredentials(): Promise<StsCredentials & { serverTime?: string }>
  /** VOD's base URL; `https://vod.<region>.aliyuncs.com` where not given. */
  vodUrl?: string
}

export interface Uploader {
  /** Starts an upload. Its failures reject `task.result` with an UploadError; this call never throws. */
  upload(file: UploadFile, events?: UploadEvents): UploadTask
}

/** The upload engine: files to ApsaraVideo VOD, in parts, straight to the bucket. */
export function createUploader({ ports, getCredentials, vodUrl }: UploaderOptions): Uploader {
  const clock = new CloudClock(ports.now)
  const authority = stsAuthority({ ports, clock, getCredentials, vodUrl })
  return { upload: (file, events) => new UploadTask(file, { ports, clock, authority }, events) }
}
