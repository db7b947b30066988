import { createHmac, randomUUID } from 'node:crypto'
import { encodeQuery } from '../../miniprogram/uploader/cloud/percent-encode'
import { bucketUrl } from '../../miniprogram/uploader/oss/oss-client'
import { encodeKey, signOssV4 } from '../../miniprogram/uploader/oss/v4-signature'
import { readElement } from '../../miniprogram/uploader/oss/xml'
import type { UploadTicket } from '../../miniprogram/uploader/vod/upload-ticket'
import type { Send } from '../network/send'
import { Refusal, sayable } from './refusal'

const ACTION = 'ListParts'
const CONTENT_TYPE = 'application/octet-stream'

/**
 * Asks OSS for the parts of an upload that nobody has begun: whoever gets `NoSuchUpload` has come past the domain, the clock,
 * the signature and the rights, and nothing was made that would have to be cleared away.
 * Rejects with a Refusal for every other answer, or with a NetworkError.
 * @param now milliseconds since 1970, by the cloud's clock
 */
export async function knockAtBucket(
  send: Send,
  { address, auth }: UploadTicket,
  signature: 'V4' | 'V1',
  now: number,
): Promise<void> {
  const { bucket, key } = address
  const query = { uploadId: randomUUID().replaceAll('-', '') }
  const headers =
    signature === 'V4'
      ? signOssV4('GET', address, query, { 'content-type': CONTENT_TYPE }, auth, now)
      : signV1(`/${bucket}/${key}?uploadId=${query.uploadId}`, auth, now)
  const url = `${bucketUrl(address)}/${encodeKey(key)}?${encodeQuery(query)}`
  const answer = await send({ method: 'GET', url, headers })
  const read = (name: string) => readElement(answer.text, name)
  const code = read('Code')
  if (code === 'NoSuchUpload') return
  throw new Refusal('OSS', ACTION, {
    status: answer.status,
    code,
    requestId: read('RequestId') ?? answer.headers['x-oss-request-id'],
    said: sayable([read('Message'), read('EC')].filter(Boolean).join(' ')),
    date: answer.date,
  })
}

/**
 * Header signature V1, which Alibaba's SDK for mini programs makes and nothing of ours does.
 * Source: OSS, "Include signatures in the Authorization header".
 */
function signV1(resource: string, auth: UploadTicket['auth'], now: number): Record<string, string> {
  const date = new Date(now).toUTCString()
  const token = `x-oss-security-token:${auth.securityToken}`
  const text = ['GET', '', CONTENT_TYPE, date, token, resource].join('\n')
  const signature = createHmac('sha1', auth.accessKeySecret).update(text).digest('base64')
  return {
    'content-type': CONTENT_TYPE,
    date,
    'x-oss-security-token': auth.securityToken,
    authorization: `OSS ${auth.accessKeyId}:${signature}`,
  }
}
