import { required } from '../cloud/refusal'
import { decodeBase64 } from '../crypto/base64'
import { decodeUtf8 } from '../crypto/utf8'
import { UploadError } from '../errors'

/** Where one video goes and the key that may write it there: VOD's answer to CreateUploadVideo, decoded. */
export interface UploadTicket {
  /** 32 hexadecimal digits. */
  videoId: string
  address: UploadAddress
  auth: UploadAuth
}

/** The place in OSS. It stays the same when the UploadAuth is refreshed. */
export interface UploadAddress {
  /** With its scheme, such as `https://oss-cn-shanghai.aliyuncs.com`. */
  endpoint: string
  bucket: string
  /** Object name, such as `sv/…/….mp4` (VOD calls it FileName). */
  key: string
}

/** A key that may write this one object. */
export interface UploadAuth {
  accessKeyId: string
  accessKeySecret: string
  securityToken: string
  /** Such as `cn-shanghai`. */
  region: string
  /** Milliseconds since 1970, by the cloud's clock. */
  expiresAt: number
}

/** Life of a UploadAuth, by VOD's documentation. */
export const DOCUMENTED_LIFE_MS = 3_000_000

/** UploadAddress and UploadAuth as VOD gives them: each base64 of JSON. */
export type EncodedTicket = {
  videoId?: unknown
  uploadAddress?: unknown
  uploadAuth?: unknown
}

/**
 * Decodes the answer to CreateUploadVideo, or to RefreshUploadVideo, which does not change the address: the one of
 * `before` counts where the answer has none. UploadAuth's fields were read off real answers; the documentation lists only
 * some of them.
 * @param now milliseconds since 1970, by the cloud's clock
 * @throws {UploadError} vod_malformed
 */
export function decodeUploadTicket(answer: EncodedTicket, now: number, before?: UploadTicket): UploadTicket {
  let address = before?.address
  if (!address || answer.uploadAddress) {
    const fields = decode(answer, 'uploadAddress')
    address = { endpoint: text(fields, 'Endpoint'), bucket: text(fields, 'Bucket'), key: text(fields, 'FileName') }
  }
  const auth = decode(answer, 'uploadAuth')
  return {
    videoId: before?.videoId ?? text(answer, 'videoId'),
    address,
    auth: {
      accessKeyId: text(auth, 'AccessKeyId'),
      accessKeySecret: text(auth, 'AccessKeySecret'),
      securityToken: text(auth, 'SecurityToken'),
      // `cn-shanghai` of `https://oss-cn-shanghai.aliyuncs.com`.
      region: text(auth, 'Region', /\boss-([a-z]+-[a-z0-9-]+?)(-internal)?\./.exec(address.endpoint)?.[1]),
      // This is the instant. `Expiration`, which is the documented one, was seen as a number of seconds that is too large, so
      // that the documented life counts where there is nothing else.
      expiresAt: Date.parse(`${auth.ExpireUTCTime}`) || now + DOCUMENTED_LIFE_MS,
    },
  }
}

type Fields = Readonly<Record<string, unknown>>

function decode(answer: EncodedTicket, name: 'uploadAddress' | 'uploadAuth'): Fields {
  try {
    return JSON.parse(decodeUtf8(decodeBase64(answer[name] as string))) ?? {}
  } catch (cause) {
    throw new UploadError('vod_malformed', `VOD's ${name} cannot be decoded.`, { cause })
  }
}

function text(fields: Fields, name: string, other?: string): string {
  return required('VOD', name, fields[name] || other)
}
