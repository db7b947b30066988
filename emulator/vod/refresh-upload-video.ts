import { CloudError } from '../errors'
import type { Api } from '../gateway/api'
import { uploadTicket } from './upload-ticket'

/**
 * VOD RefreshUploadVideo: the same address, and a new key. It works for a video that has arrived, too: that is how a
 * source is overwritten, and RAM cannot fence the right to single videos.
 */
export const refreshUploadVideo: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:RefreshUploadVideo',

  run({ cloud, exchange, call, parameters }) {
    const videoId = parameters.require('VideoId')
    const video = cloud.videos.get(videoId)
    if (!video) throw videoNotFound()
    return { VideoId: videoId, ...uploadTicket(cloud, exchange, call, video) }
  },
}

export function videoNotFound(): CloudError {
  return new CloudError(404, 'InvalidVideo.NotFound', 'The video does not exist.')
}
