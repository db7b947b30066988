import { demoAccount } from '../emulator/account'
import { cloudClock } from '../miniprogram/uploader/cloud/clock'
import { type AuthRequest, type GetAuth, type StsAuth, UploadError } from '../miniprogram/uploader/index'
import { requestSlots } from '../miniprogram/uploader/run/request-slots'
import { createRun } from '../miniprogram/uploader/run/run'
import { creationOf } from '../miniprogram/uploader/video/authority'
import { callVod } from '../miniprogram/uploader/vod/vod-client'
import { type SimulatedCloud, VOD_URL } from './cloud'
import type { VirtualTime } from './virtual-time'

/** `sts` hands out tokens only; `credential` creates and refreshes by itself; `mixed` is what our token service does. */
export type ServiceMethod = 'sts' | 'credential' | 'mixed'

const TOKEN_LIFE_MS = 15 * 60_000

/** The operator's server, as the app's getAuth reaches it. */
export class SimulatedService {
  /** Calls by kind. */
  readonly asked: AuthRequest[] = []
  /** Titles of the videos that it has made itself. */
  readonly created: string[] = []
  /** Whether it gives no key for a video whose file has arrived, as our token service. */
  guardsArrived = false
  /** How many of the next calls fail as a server that is down. */
  down = 0
  readonly #method: ServiceMethod
  readonly #cloud: SimulatedCloud
  readonly #time: VirtualTime

  constructor(method: ServiceMethod, cloud: SimulatedCloud, time: VirtualTime) {
    this.#method = method
    this.#cloud = cloud
    this.#time = time
  }

  readonly getAuth: GetAuth = async (request) => {
    this.asked.push(request)
    this.#answerIfUp()
    const serverTime = new Date(this.#time.now()).toISOString()
    const token = this.#token()
    const creates = request.kind === 'create-video'
    if (this.#method === 'sts' || (this.#method === 'mixed' && creates)) return { ...token, serverTime }
    return { ...(await this.#call(request, token)), serverTime }
  }

  /** What VOD has of a video, as GetVideoInfo answers it. */
  readonly checkVideo = async (videoId: string): Promise<{ status: string; size: number }> => {
    this.#answerIfUp()
    const { videos, objects } = this.#cloud.cloud
    const video = videos.get(videoId)
    if (!video) throw new UploadError('video_gone', 'The video was deleted.')
    return { status: video.status, size: objects.get(video.bucket, video.key)?.size ?? 0 }
  }

  #answerIfUp(): void {
    if (this.down <= 0) return
    this.down--
    throw Object.assign(new Error('The service is down.'), { status: 503 })
  }

  /** What AssumeRole would give: a token for 15 minutes. */
  #token(): StsAuth {
    const { credentials } = this.#cloud.cloud
    const role = demoAccount.roles.find(({ name }) => name === 'vod-uploader')
    if (!role) throw new Error('The demo account has no role.')
    const { accessKeyId, accessKeySecret, securityToken, expiresAt } = credentials.issue(
      { kind: 'session', role, session: 'alice' },
      this.#time.now() + TOKEN_LIFE_MS,
    )
    const expiration = new Date(expiresAt).toISOString()
    return { accessKeyId, accessKeySecret, securityToken, region: 'cn-shanghai', expiration }
  }

  async #call(request: AuthRequest, token: StsAuth) {
    const http = {
      send: (sent: Parameters<SimulatedCloud['send']>[0]) => ({
        response: this.#cloud.send(sent),
        abort: () => undefined,
      }),
    }
    const run = createRun({ http, now: this.#time.now, setTimer: () => () => undefined }, requestSlots(1))
    const clock = cloudClock(this.#time.now)
    if (request.kind === 'refresh-video' && this.guardsArrived) {
      const { status } = await this.checkVideo(request.videoId)
      if (status !== 'Uploading') throw new UploadError('video_complete', 'Its file has arrived.')
    }
    const parameters = request.kind === 'create-video' ? creationOf(request, undefined) : { VideoId: request.videoId }
    const action = request.kind === 'create-video' ? 'CreateUploadVideo' : 'RefreshUploadVideo'
    try {
      const { videoId, uploadAddress, uploadAuth } = await callVod(action, parameters, token, Math, clock, run, VOD_URL)
      if (request.kind === 'create-video') this.created.push(request.title)
      return { videoId: String(videoId), uploadAddress: String(uploadAddress), uploadAuth: String(uploadAuth) }
    } catch (error) {
      if (error instanceof UploadError && error.cloudCode === 'InvalidVideo.NotFound') {
        throw new UploadError('video_gone', 'The video was deleted.')
      }
      throw error
    }
  }
}
