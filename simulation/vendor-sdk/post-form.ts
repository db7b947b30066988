import { encodeUtf8 } from '../../miniprogram/uploader/crypto/utf8'
import { encodeBase64, hmacSha1 } from './hmac-sha1'
import type { Key } from './sdk-types'

/** By the device's clock: a slow upload outlives it, and so does a clock that is wrong. */
const POLICY_LIFE_MINUTES = 5
/** 1,000 MiB. */
const MOST_BYTES = 1_048_576_000

/** The fields of a PostObject with signature V1, which come before the file. */
export function postFields(object: string, key: Key): Record<string, string> {
  const expiration = new Date()
  expiration.setMinutes(expiration.getMinutes() + POLICY_LIFE_MINUTES)
  const conditions = [['content-length-range', 0, MOST_BYTES]]
  const policy = encodeBase64(encodeUtf8(JSON.stringify({ expiration: expiration.toISOString(), conditions })))
  return {
    key: object,
    policy,
    OSSAccessKeyId: key.accessKeyId,
    'x-oss-security-token': key.securityToken,
    success_action_status: '200',
    signature: hmacSha1(key.accessKeySecret, policy),
  }
}

/** Where the form goes: the bucket before the endpoint's host. */
export function bucketUrl(endpoint: string, bucket: string): string {
  const [scheme = '', host = ''] = endpoint.split('://')
  return `${scheme}://${bucket}.${host}`
}
