import type * as v from 'valibot'
import { Problem } from '../problem'
import { VIDEO_STATUSES, type VideoStatus } from '../video/video'
import { anythingSchema, imageTicketSchema, infoSchema, playSchema, ticketSchema } from './vod-answers'
import type { VodCall } from './vod-call'

/** Every answer names its request at VOD, for the audit line. */
interface Answered {
  requestId: string | undefined
}

/** Base64 of JSON, as VOD gives them. */
export interface UploadTicket extends Answered {
  videoId: string
  uploadAddress: string
  uploadAuth: string
}

/** What a picture needs to get to VOD, and where it can be seen then. */
export interface ImageTicket extends Omit<UploadTicket, 'videoId'> {
  imageUrl: string
}

/** What VOD says of a video. */
export interface VideoInfo extends Answered {
  title: string
  status: VideoStatus
  /** Milliseconds since 1970. */
  createdAt: number
  /** Bytes; 0 before the file is there. */
  size: number
  /** Seconds; 0 before VOD has looked at it. */
  duration: number
  coverUrl: string | undefined
  userData: string | undefined
  appId: string | undefined
}

/** What an operator sets for every video that this service makes, by VOD's names. */
export interface UploadDefaults {
  CateId?: string
  Tags?: string
  TemplateGroupId?: string
  WorkflowId?: string
  StorageLocation?: string
  AppId?: string
}

export interface NewUpload extends UploadDefaults {
  Title: string
  FileName: string
  FileSize: string
  UserData: string
}

/** What UpdateVideoInfo changes, by VOD's names; whatever is left out stays as it is. */
export interface VideoChanges {
  Title?: string
  Description?: string
  Tags?: string
  CateId?: string
  CoverURL?: string
}

/** One way to play a video. */
export interface Stream {
  url: string
  /** mp4, m3u8, … */
  format: string
  /** FD, LD, SD, HD, OD (the source), 2K, 4K or AUTO. */
  definition: string
  /** Bytes. */
  size: number
  /** Pixels. */
  width: number
  height: number
}

export interface PlayInfo extends Answered {
  streams: Stream[]
  coverUrl: string | undefined
}

/** ApsaraVideo VOD, as far as this service needs it. Everything rejects with a Problem; video_not_found among them. */
export interface Vod {
  createUploadVideo(upload: NewUpload): Promise<UploadTicket>
  /** Lets the source of *any* video be written again: whoever calls this checks whose it is first. */
  refreshUploadVideo(videoId: string): Promise<UploadTicket>
  /** A place for a cover. There is no refresh of it. */
  createUploadImage(extension: string, defaults: UploadDefaults): Promise<ImageTicket>
  /** Undefined where VOD does not know the video. */
  getVideoInfo(videoId: string): Promise<VideoInfo | undefined>
  /**
   * URLs at which a video plays for so many seconds. Those of a CDN domain end only where the operator has switched URL
   * authentication on; video_not_playable before it is Normal.
   */
  getPlayInfo(videoId: string, seconds: number): Promise<PlayInfo>
  /** Changes what is said of *any* video: whoever calls this checks whose it is first. */
  updateVideoInfo(videoId: string, changes: VideoChanges): Promise<Answered>
  /**
   * Blocks a video that has arrived, whatever automatic review says; one that still awaits its file cannot be blocked.
   * Addresses to play it that were given out before go on until their own end.
   * @param reason for the operator, at most 128 bytes
   */
  blockVideo(videoId: string, reason: string): Promise<Answered>
  /** Deletes the video with all its files; one that is gone already is fine. */
  deleteVideo(videoId: string): Promise<Answered>
}

export function vodClient(call: VodCall): Vod {
  return {
    async createUploadVideo(upload) {
      return toTicket(await call('CreateUploadVideo', { ...upload }, ticketSchema))
    },

    async refreshUploadVideo(videoId) {
      return toTicket(await call('RefreshUploadVideo', { VideoId: videoId }, ticketSchema))
    },

    async createUploadImage(extension, { StorageLocation, AppId }) {
      const place = { ...(StorageLocation && { StorageLocation }), ...(AppId && { AppId }) }
      const image = await call(
        'CreateUploadImage',
        { ImageType: 'cover', ImageExt: extension, ...place },
        imageTicketSchema,
      )
      const { ImageURL, UploadAddress, UploadAuth, RequestId } = image
      return { imageUrl: ImageURL, uploadAddress: UploadAddress, uploadAuth: UploadAuth, requestId: RequestId }
    },

    async getVideoInfo(videoId) {
      const answer = await unlessGone(call('GetVideoInfo', { VideoId: videoId }, infoSchema))
      if (!answer) return undefined
      const { Video: video, RequestId } = answer
      return {
        title: video.Title,
        status: video.AuditStatus === 'Blocked' ? 'Blocked' : statusOf(video.Status, video.Size),
        createdAt: video.CreationTime,
        size: video.Size,
        duration: video.Duration,
        coverUrl: video.CoverURL || undefined,
        userData: video.UserData,
        appId: video.AppId,
        requestId: RequestId,
      }
    },

    async getPlayInfo(videoId, seconds) {
      const answer = await call('GetPlayInfo', { VideoId: videoId, AuthTimeout: String(seconds) }, playSchema)
      return {
        streams: answer.PlayInfoList.PlayInfo.map((stream) => ({
          url: stream.PlayURL,
          format: stream.Format,
          definition: stream.Definition,
          size: stream.Size,
          width: stream.Width,
          height: stream.Height,
        })),
        coverUrl: answer.VideoBase?.CoverURL || undefined,
        requestId: answer.RequestId,
      }
    },

    async updateVideoInfo(videoId, changes) {
      const answer = await call('UpdateVideoInfo', { VideoId: videoId, ...changes }, anythingSchema)
      return { requestId: answer.RequestId }
    },

    async blockVideo(videoId, reason) {
      const content = JSON.stringify([{ VideoId: videoId, Status: 'Blocked', Reason: reason }])
      const answer = await call('CreateAudit', { AuditContent: content }, anythingSchema)
      return { requestId: answer.RequestId }
    },

    async deleteVideo(videoId) {
      const answer = await unlessGone(call('DeleteVideo', { VideoIds: videoId }, anythingSchema))
      return { requestId: answer?.RequestId }
    },
  }
}

/**
 * VOD's documents differ in the values of Status (Checking stands in one list of two), so that one which none of them
 * names is to be expected. Such a video is on its way, whatever it waits for: it is not played, and asked about again.
 */
function statusOf(status: string, size: number): VideoStatus {
  const known = VIDEO_STATUSES.find((one) => one === status)
  return known ?? (size > 0 ? 'Checking' : 'Uploading')
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Problem && error.code === 'video_not_found') return undefined
    throw error
  }
}

function toTicket({ RequestId, VideoId, UploadAddress, UploadAuth }: v.InferOutput<typeof ticketSchema>): UploadTicket {
  return { videoId: VideoId, uploadAddress: UploadAddress, uploadAuth: UploadAuth, requestId: RequestId }
}
