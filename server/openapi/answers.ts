import * as v from 'valibot'
import { PROBLEM_CODES } from '../problem'
import { VIDEO_STATUSES } from '../video/video'

// What the service answers, for its documentation and for the tests that hold the service to it.

const time = v.pipe(v.string(), v.isoTimestamp(), v.description('ISO 8601, UTC'))
const serverTime = v.pipe(time, v.description("The service's clock; a phone's may be wrong"))
const videoId = v.string()

export const sessionAnswer = v.strictObject({
  token: v.string(),
  expiresAt: time,
  user: v.pipe(v.string(), v.description('Stands for the user, always the same: 16 hexadecimal digits')),
  serverTime,
})

const left = v.strictObject({ uploads: v.number(), bytes: v.number() })

export const settingsAnswer = v.strictObject({
  limits: v.strictObject({
    maxBytes: v.number(),
    maxSeconds: v.nullable(v.number()),
    dailyUploads: v.number(),
    dailyBytes: v.number(),
    titleCharacters: v.number(),
    descriptionCharacters: v.number(),
    tags: v.number(),
    tagCharacters: v.number(),
  }),
  left: v.pipe(left, v.description('Of this day (UTC)')),
  resetsAt: time,
  categories: v.array(v.strictObject({ id: v.string(), name: v.string() })),
  review: v.boolean(),
  covers: v.boolean(),
  shares: v.boolean(),
  reports: v.boolean(),
  messages: v.pipe(v.array(v.string()), v.description('Ids of templates, for wx.requestSubscribeMessage')),
  serverTime,
})

export const credentialsAnswer = v.strictObject({
  accessKeyId: v.string(),
  accessKeySecret: v.string(),
  securityToken: v.string(),
  expiration: time,
  region: v.string(),
  userData: v.pipe(
    v.string(),
    v.description('For the parameter UserData of CreateUploadVideo: marks the video as this user’s'),
  ),
  serverTime,
})

const base64Json = (what: string) => v.pipe(v.string(), v.description(`${what} as VOD gives it: Base64 of JSON`))

export const ticketAnswer = v.strictObject({
  videoId,
  uploadAddress: base64Json('UploadAddress'),
  uploadAuth: base64Json('UploadAuth'),
  serverTime,
})

const video = {
  videoId,
  title: v.string(),
  description: v.string(),
  tags: v.array(v.string()),
  categoryId: v.nullable(v.string()),
  size: v.pipe(v.number(), v.integer(), v.description('Bytes: as declared, until VOD has counted')),
  status: v.pipe(v.picklist(VIDEO_STATUSES), v.description('As VOD names it, or Deleted')),
  reason: v.pipe(v.nullable(v.string()), v.description('Why it is blocked: file_too_large and the like, or a text')),
  coverUrl: v.nullable(v.string()),
  duration: v.pipe(v.nullable(v.number()), v.description('Seconds')),
  createdAt: time,
}

export const videoAnswer = v.strictObject({ ...video, serverTime })

export const videosAnswer = v.strictObject({
  videos: v.array(v.strictObject(video)),
  nextCursor: v.exactOptional(v.string()),
  serverTime,
})

const streams = v.array(
  v.strictObject({
    url: v.string(),
    format: v.string(),
    definition: v.string(),
    size: v.number(),
    width: v.number(),
    height: v.number(),
  }),
)

export const playAnswer = v.strictObject({
  videoId,
  streams,
  coverUrl: v.nullable(v.string()),
  expiresAt: time,
  serverTime,
})

export const coverAnswer = v.strictObject({
  uploadAddress: base64Json('UploadAddress'),
  uploadAuth: base64Json('UploadAuth'),
  cover: v.string(),
  expiresAt: time,
  serverTime,
})

export const shareAnswer = v.strictObject({ token: v.string(), expiresAt: time, serverTime })

const { title, description, coverUrl, duration, size, createdAt } = video

export const sharedAnswer = v.strictObject({
  title,
  description,
  coverUrl,
  duration,
  size,
  createdAt,
  streams,
  expiresAt: time,
  serverTime,
})

export const deletedAnswer = v.strictObject({ videoId, serverTime })

const operatorVideo = v.strictObject({
  videoId,
  owner: v.pipe(v.string(), v.description('The openid')),
  title: v.string(),
  size: v.pipe(v.number(), v.integer(), v.description('Bytes')),
  status: v.string(),
  method: v.picklist(['sts', 'credential']),
  createdAt: time,
  updatedAt: time,
  checkedAt: v.pipe(time, v.description('When VOD was last asked about it')),
  unclaimedSince: v.nullable(time),
  deletedAt: v.nullable(time),
  verdict: v.nullable(v.picklist(['ok', 'file_too_large', 'video_too_long', 'over_daily_limit', 'unclaimed'])),
  sanction: v.nullable(v.picklist(['reported', 'blocked', 'deleted'])),
})

const usage = v.strictObject({ uploads: v.number(), bytes: v.number(), tokens: v.number() })

export const userVideosAnswer = v.strictObject({
  videos: v.array(operatorVideo),
  nextCursor: v.exactOptional(v.string()),
  usage: v.pipe(usage, v.description('Of this day (UTC)')),
  limits: usage,
  serverTime,
})

export const operatorVideosAnswer = v.strictObject({ videos: v.array(operatorVideo), serverTime })

export const orphansAnswer = v.strictObject({
  videos: v.array(
    v.strictObject({
      videoId,
      announcedAt: time,
      verdict: v.nullable(v.picklist(['orphaned', 'foreign'])),
      sanction: v.nullable(v.picklist(['reported', 'blocked', 'deleted'])),
    }),
  ),
  serverTime,
})

export const timeAnswer = v.strictObject({ serverTime })

export const blockedAnswer = v.strictObject({ blocked: v.boolean(), serverTime })

export const okAnswer = v.strictObject({ status: v.literal('ok') })

/** RFC 9457. */
export const problemAnswer = v.strictObject({
  type: v.literal('about:blank'),
  code: v.pipe(v.picklist(PROBLEM_CODES), v.description('Clients decide by this')),
  title: v.string(),
  status: v.pipe(v.number(), v.integer()),
  detail: v.string(),
  requestId: v.string(),
  resetsAt: v.exactOptional(v.pipe(time, v.description('With daily_limit_reached'))),
})
