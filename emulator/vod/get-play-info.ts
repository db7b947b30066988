import type { Cloud } from '../cloud'
import { CloudError } from '../errors'
import type { Api } from '../gateway/api'
import { utcSeconds } from '../gateway/utc'
import { signV1, stringToSignV1 } from '../oss/auth/signature-v1'
import { videoNotFound } from './refresh-upload-video'
import { statusOf } from './review'
import type { Video } from './videos'

const DEFAULT_LIFE_S = 3600

/**
 * VOD GetPlayInfo: URLs at which a video in status Normal plays, for AuthTimeout seconds. Nothing is really transcoded:
 * every stream is the source. The source itself is given where there is no other (`OD`).
 */
export const getPlayInfo: Api = {
  product: 'vod',
  version: '2017-03-21',
  right: 'vod:GetPlayInfo',

  run({ cloud, exchange, call, parameters }) {
    const video = cloud.videos.get(parameters.require('VideoId'))
    if (!video) throw videoNotFound()
    const status = statusOf(video)
    if (status !== 'Normal') {
      throw new CloudError(403, 'Forbidden.IllegalStatus', `Status of the video is illegal, current is ${status}.`)
    }
    const life = parameters.integer('AuthTimeout') ?? DEFAULT_LIFE_S
    const url = signedUrl(cloud, video, {
      port: exchange.request.socket.localPort,
      expiresAt: call.now() + life * 1000,
    })
    const size = cloud.objects.get(video.bucket, video.key)?.size ?? 0
    const stream = (Definition: string) => ({
      PlayURL: url,
      Definition,
      Format: 'mp4',
      StreamType: 'video',
      Status: 'Normal',
      Size: size,
      Width: 1280,
      Height: 720,
      // As text, as in every sample.
      Duration: '12.5',
      Bitrate: '2000.5',
      Fps: '25',
      Encrypt: 0,
    })
    return {
      VideoBase: {
        VideoId: video.videoId,
        Title: video.title,
        Status: video.status,
        MediaType: 'video',
        CoverURL: video.coverUrl,
        Duration: '12.5',
        CreationTime: utcSeconds(video.createdAt),
      },
      PlayInfoList: { PlayInfo: (cloud.switches.transcodes ? ['LD', 'SD'] : ['OD']).map(stream) },
    }
  },
}

/** A URL of the bucket, signed (V1) with a key that VOD keeps for itself; here it is the operator's. */
function signedUrl(
  { account }: Cloud,
  { bucket, key }: Video,
  { port, expiresAt }: { port: number | undefined; expiresAt: number },
): string {
  const signer = account.users.find(({ name }) => name === 'operator')
  if (!signer) throw new Error('The demo account has no operator.')
  const date = String(Math.floor(expiresAt / 1000))
  const text = stringToSignV1({ method: 'GET', bucket, key, date, headers: {}, query: new Map() })
  const query = new URLSearchParams({
    Expires: date,
    OSSAccessKeyId: signer.accessKeyId,
    Signature: signV1(signer.accessKeySecret, text),
  })
  return `http://${bucket}.localhost:${port}/${key}?${query}`
}
