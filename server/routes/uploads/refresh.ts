import type { UploadTicket } from '../../cloud/vod'
import { expectNoBody } from '../../http/body'
import type { CallHandler } from '../../http/call'
import { videoIdOf, videoNotFound } from '../../http/video-id'
import { withSession } from '../../http/with-session'
import { Problem } from '../../problem'
import type { Service } from '../../service'
import { ticketAnswer } from './ticket-answer'

/**
 * `POST /uploads/:videoId/refresh` (Bearer) → `{videoId, uploadAddress, uploadAuth, serverTime}`: a new key for the same
 * file. RefreshUploadVideo overwrites any video whose id it is given, finished ones included, so it is called for the
 * owner only, and only while VOD waits for the file.
 */
export function refreshRoute(service: Service): CallHandler {
  const { videos, now } = service
  return withSession(async (c, openid) => {
    const videoId = videoIdOf(c)
    await expectNoBody(c)
    if (!(await videos.find(videoId, openid))) throw videoNotFound()
    return ticketAnswer(c, await freshTicket(service, videoId), now())
  })
}

/**
 * A new key for a video's file. Who calls this has checked whose video it is.
 * @throws {Problem} video_not_found, video_not_uploading, or vod_*
 */
export async function freshTicket({ vod }: Pick<Service, 'vod'>, videoId: string): Promise<UploadTicket> {
  const info = await vod.getVideoInfo(videoId)
  if (!info) throw videoNotFound('VOD does not know the video any more')
  if (info.status !== 'Uploading') {
    throw new Problem('video_not_uploading', 'Its file has arrived: there is nothing left to upload.')
  }
  return vod.refreshUploadVideo(videoId)
}
