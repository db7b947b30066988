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
}

/**
 * Decodes `UploadAddress` and `UploadAuth`, each base64 of JSON. UploadAuth's fields were read off real answers; the
 * documentation lists only some of them.
 * @param fallbackRegion region of a UploadAuth that names none
 * @throws {UploadError} vod_malformed
 */
export function decodeUploadTicket(
  answer: { VideoId?: unknown; UploadAddress?: unknown; UploadAuth?: unknown },
  fallbackRegion: string,
): UploadTicket {
  const address = decodeFields(answer.UploadAddress, 'UploadAddress')
  const auth = decodeFields(answer.UploadAuth, 'UploadAuth')
  return {
    videoId: text(answer, 'VideoId'),
    address: { endpoint: text(address, 'Endpoint'), bucket: text(address, 'Bucket'), key: text(address, 'FileName') },
    auth: {
      accessKeyId: text(auth, 'AccessKeyId'),
      accessKeySecret: text(auth, 'AccessKeySecret'),
      securityToken: text(auth, 'SecurityToken'),
      region: typeof auth.Region === 'string' && auth.Region !== '' ? auth.Region : fallbackRegion,
    },
  }
}

type Fields = Readonly<Record<string, unknown>>

function decodeFields(encoded: unknown, name: string): Fields {
  try {
    const value: unknown = JSON.parse(decodeUtf8(decodeBase64(encoded as string)))
    if (typeof value === 'object' && value !== null) return value as Fields
  } catch (cause) {
    throw new UploadError('vod_malformed', `VOD's ${name} cannot be decoded.`, { cause })
  }
  throw new UploadError('vod_malformed', `VOD's ${name} is not an object.`)
}

function text(fields: Fields, name: string): string {
  const value = fields[name]
  if (typeof value !== 'string' || value === '') throw new UploadError('vod_malformed', `VOD's answer lacks ${name}.`)
  return value
}
