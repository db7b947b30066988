import { decodeBase64 } from '../../miniprogram/uploader/crypto/base64'
import { decodeUtf8 } from '../../miniprogram/uploader/crypto/utf8'
import type { Key } from './sdk-types'

/** @throws {Error} where a field is missing that the SDK insists on */
export function readUploadAuth(uploadAuth: string): Key & { region: string | undefined } {
  const auth = base64Json(uploadAuth)
  const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration, Region } = auth
  if (!AccessKeyId || !AccessKeySecret || !SecurityToken || !Expiration) throw new Error('The uploadAuth is invalid.')
  return {
    accessKeyId: AccessKeyId,
    accessKeySecret: AccessKeySecret,
    securityToken: SecurityToken,
    region: Region,
  }
}

/** @throws {Error} where a field is missing */
export function readUploadAddress(uploadAddress: string): { endpoint: string; bucket: string; object: string } {
  const { Endpoint, Bucket, FileName } = base64Json(uploadAddress)
  if (!Endpoint || !Bucket || !FileName) throw new Error('The uploadAddress is invalid.')
  return { endpoint: Endpoint, bucket: Bucket, object: FileName }
}

function base64Json(text: string): Record<string, string | undefined> {
  return JSON.parse(decodeUtf8(decodeBase64(text))) as Record<string, string | undefined>
}
