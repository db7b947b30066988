import type { Api } from '../gateway/api'
import { videoNotFound } from './refresh-upload-video'
import { readMediaInfo } from './text-rules'

/** VOD UpdateVideoInfo: what is said of a video. A field that is left out stays as it is. */
export const updateVideoInfo: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:UpdateVideoInfo',

  run({ cloud, parameters }) {
    const video = cloud.videos.get(parameters.require('VideoId'))
    if (!video) throw videoNotFound()
    const { title, description, cateId, tags, userData } = readMediaInfo(cloud.account, parameters)
    const coverUrl = parameters.get('CoverURL')
    Object.assign(video, {
      ...(title !== '' && { title }),
      ...(description !== undefined && { description }),
      ...(tags !== undefined && { tags }),
      ...(cateId !== undefined && { cateId }),
      ...(coverUrl !== undefined && { coverUrl }),
      ...(userData !== undefined && { userData }),
    })
    return {}
  },
}
