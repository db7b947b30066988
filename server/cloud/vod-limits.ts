// What VOD takes, each fact once. The mini program has its own copy of some (it shares no code with the service); the
// contract test in server/contract/ compares them.

/** Characters in a title, where a Chinese character counts as one (CreateUploadVideo, Title). */
export const TITLE_MAX_CHARACTERS = 128

/** Characters in a description (CreateUploadVideo, Description). */
export const DESCRIPTION_MAX_CHARACTERS = 1024

/** Tags of a video, and characters in each (CreateUploadVideo, Tags). */
export const TAGS_MAX = 16
export const TAG_MAX_CHARACTERS = 32

/** Bytes of the largest file that OSS takes in parts: 48.8 TB (VOD, "media upload overview"). */
export const FILE_MAX_BYTES = 53_656_000_000_000

/** Characters in the URL of the HTTP callback (SetMessageCallback). */
export const CALLBACK_URL_MAX_CHARACTERS = 256

/** The form of an id of VOD's: 32 hexadecimal digits in every sample, but only this much is relied on. */
export const VIDEO_ID = /^[\w-]{1,64}$/

/** Regions with a VOD endpoint of their own (VOD documentation, "Endpoints", 2025-03). */
export const VOD_REGIONS = [
  'cn-shanghai',
  'cn-beijing',
  'cn-shenzhen',
  'cn-hongkong',
  'ap-northeast-1',
  'ap-southeast-1',
  'ap-southeast-5',
  'eu-central-1',
  'us-west-1',
]
