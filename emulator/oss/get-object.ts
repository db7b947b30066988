import { formatCrc64 } from '../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../errors'
import { answerHeaders } from './answer'
import { readRange } from './byte-range'
import type { OssCall } from './call'
import type { StoredObject } from './object-store'
import { snapshotOf } from './snapshot'

export async function getObject(oss: OssCall): Promise<void> {
  const { cloud, exchange } = oss
  const snapshot = snapshotAt(oss)
  if (snapshot) return exchange.send(200, { ...answerHeaders(oss), 'content-type': 'image/svg+xml' }, snapshot)
  const object = findObject(oss)
  const { size } = object
  const range = readRange(exchange.header('range'), size, exchange.header('x-oss-range-behavior') === 'standard')
  const { start, end } = range ?? { start: 0, end: size - 1 }
  await exchange.sendStream(
    range ? 206 : 200,
    {
      ...answerHeaders(oss),
      ...objectHeaders(object),
      'content-length': String(end - start + 1),
      ...(range && { 'content-range': `bytes ${start}-${end}/${size}` }),
    },
    cloud.objects.read(object, start, end),
  )
}

export function headObject(oss: OssCall): void {
  const object = findObject(oss)
  oss.exchange.sendHead(200, {
    ...answerHeaders(oss),
    ...objectHeaders(object),
    'content-length': String(object.size),
  })
}

/** VOD has made a snapshot of a video; it is no object here, but a picture that is made up. */
function snapshotAt({ cloud, bucket, key }: OssCall): Buffer | undefined {
  const video = key.replace(/\.cover\.jpg$/, '')
  return video !== key && cloud.objects.get(bucket, video) ? snapshotOf(key) : undefined
}

function findObject({ cloud, bucket, key }: OssCall): StoredObject {
  const object = cloud.objects.get(bucket, key)
  if (object) return object
  throw new CloudError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key, EC: '0026-00000001' })
}

/** The CRC is that of the whole object, also where a range of it is sent. */
function objectHeaders({ etag, contentType, lastModified, crc64, type }: StoredObject): Record<string, string> {
  return {
    'content-type': contentType,
    etag: `"${etag}"`,
    'last-modified': new Date(lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'x-oss-hash-crc64ecma': formatCrc64(crc64),
    'x-oss-object-type': type,
    'x-oss-storage-class': 'Standard',
  }
}
