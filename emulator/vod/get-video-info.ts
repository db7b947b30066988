import type { Api } from '../gateway/api'
import { utcSeconds } from '../gateway/utc'
import { videoNotFound } from './refresh-upload-video'
import { statusOf } from './review'
import { storageLocation } from './text-rules'

/** VOD GetVideoInfo: what VOD knows of a video. Nothing is analysed here: a duration is made up in transcoding. */
export const getVideoInfo: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:GetVideoInfo',

  run({ cloud, parameters }) {
    const video = cloud.videos.get(parameters.require('VideoId'))
    if (!video) throw videoNotFound()
    const object = cloud.objects.get(video.bucket, video.key)
    return {
      Video: {
        VideoId: video.videoId,
        Title: video.title,
        Description: video.description,
        Tags: video.tags,
        CateId: video.cateId,
        CoverURL: video.coverUrl,
        UserData: cloud.switches.infoHasUserData ? video.userData : undefined,
        Status: statusOf(video),
        AuditStatus: video.auditStatus,
        CreationTime: utcSeconds(video.createdAt),
        Size: object?.size,
        Duration: video.duration ?? 0,
        StorageLocation: storageLocation(cloud.account),
        RegionId: cloud.account.region,
        AppId: 'app-1000000',
      },
    }
  },
}
