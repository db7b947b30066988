import * as v from 'valibot'

const seconds = v.pipe(v.number(), v.integer(), v.minValue(1))

/** How the cloud behaves where accounts differ, or where tests want it to. Set by `PATCH /_emulator/switches`. */
export const switchesSchema = v.strictObject({
  /** OSS refuses signature V1, as accounts made since 2025-03 see it (403, EC 0002-00000080). */
  rejectV1: v.boolean(),
  /** OSS takes signature V1 alone: a bucket behind something that does not know V4. */
  rejectV4: v.boolean(),
  /** VOD for the account: not activated yet (403 OperationDenied), or suspended for arrears (403 OperationDenied.Suspended). */
  vod: v.picklist(['active', 'inactive', 'suspended']),
  /** Whether the region's storage has been enabled in VOD's console; without it there is no place for a file. */
  storageEnabled: v.boolean(),
  /** Whether GetVideoInfo gives back the UserData of CreateUploadVideo, which no page of VOD promises. */
  infoHasUserData: v.boolean(),
  /** Whether the account has a default template of automatic review (智能审核). */
  reviewTemplate: v.boolean(),
  /** OSS refuses its public default domain, as new mainland users see it (400 PublicEndpointForbidden). */
  publicEndpointForbidden: v.boolean(),
  /** Life of an UploadAuth, seconds. VOD documents 3,000. */
  uploadAuthSeconds: seconds,
  /** Largest distance between an RPC Timestamp and the gateway's clock, seconds. Sources say 15 or 31 minutes. */
  timestampWindowSeconds: seconds,
  /** VOD answers Throttling.User above this many calls a second; 0: never. VOD documents 80 for uploads. */
  vodCallsPerSecond: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** STS answers Throttling.User above this many calls a second; 0: never. STS documents 100. */
  stsCallsPerSecond: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** WeChat answers 45011 above this many logins a minute for one user. */
  loginsPerMinute: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** VOD transcodes what arrives, and announces all that comes of it. */
  transcodes: v.boolean(),
  /** Transcoding does not end by itself, but by `POST /_emulator/videos/:id/transcode`. */
  transcodingWaits: v.boolean(),
  /** VOD publishes a video after a reviewer's verdict (先审后发): it is Checking until CreateAudit, or `…/review`. */
  reviews: v.boolean(),
  /** OSS takes nothing more (StorageQuotaExceeded): the account has no room left. */
  quotaExceeded: v.boolean(),
  /** WeChat answers 43101 to each message, as if its user had not accepted one. */
  messagesRefused: v.boolean(),
  /** How notifications of VOD arrive: in order, in the opposite order, each twice, or late. */
  eventDelivery: v.picklist(['ordered', 'reordered', 'doubled', 'late']),
  /** Seconds that late notifications are held back. */
  eventLateSeconds: v.pipe(v.number(), v.minValue(0), v.maxValue(3600)),
})

export type Switches = v.InferOutput<typeof switchesSchema>

export const defaultSwitches: Readonly<Switches> = {
  rejectV1: false,
  rejectV4: false,
  vod: 'active',
  storageEnabled: true,
  infoHasUserData: true,
  reviewTemplate: true,
  publicEndpointForbidden: false,
  uploadAuthSeconds: 3000,
  timestampWindowSeconds: 15 * 60,
  vodCallsPerSecond: 80,
  stsCallsPerSecond: 100,
  loginsPerMinute: 100,
  transcodes: false,
  transcodingWaits: false,
  reviews: false,
  quotaExceeded: false,
  messagesRefused: false,
  eventDelivery: 'ordered',
  eventLateSeconds: 5,
}
