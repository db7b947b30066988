import type { Api } from '../gateway/api'
import { announceDeletion } from './events/announce'
import { videoNotFound } from './refresh-upload-video'

/** VOD DeleteVideo: up to 20 videos, of which at least one must be there. Their files can no longer be found. */
export const deleteVideo: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:DeleteVideo',

  run({ cloud, parameters }) {
    const ids = parameters.require('VideoIds').split(',').slice(0, 20)
    const deleted = ids.filter((videoId) => cloud.videos.remove(videoId))
    if (deleted.length === 0) throw videoNotFound()
    for (const videoId of deleted) announceDeletion(cloud, videoId)
    return {}
  },
}
