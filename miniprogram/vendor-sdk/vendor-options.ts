import type { load } from './aliyun-upload-sdk'
import type { StoredVideo } from './stored-video'
import type { LinkSpeed } from './time-limit'

export interface VendorOptions {
  /** Of the placed file; undefined where it is not there. */
  load: typeof load | undefined
  wx: WechatMiniprogram.Wx
  /** What VOD has of a video. Rejects with an UploadError `video_gone` where it was deleted. */
  checkVideo(videoId: string): Promise<StoredVideo>
  speed: LinkSpeed
}
