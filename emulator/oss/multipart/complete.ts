import { createHash } from 'node:crypto'
import { formatCrc64 } from '../../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../../errors'
import { keyInXml, sendXml } from '../answer'
import { findUpload, type OssCall } from '../call'
import { etagOfParts } from '../etag'
import { checkOverwrite } from '../overwrite'
import { contentMd5 } from '../receive-body'
import { storeObject } from '../store-object'
import { type ListedPart, readCompleteBody } from './complete-body'
import type { Part, Upload } from './uploads'

/** 10,000 parts at some 100 bytes each, and as much again for generous white space. */
const MAX_COMPLETE_BYTES = 2 * 1024 * 1024

/** Smallest part but for the last. It is judged here and not at UploadPart, which cannot know what is last. */
const MIN_PART_BYTES = 100 * 1024

/** Makes the object of the parts' files as they are; nothing is copied. A second call finds no upload any more. */
export async function completeMultipartUpload(oss: OssCall): Promise<void> {
  const { cloud, exchange, bucket, key } = oss
  const checkMd5 = contentMd5(exchange.header('content-md5'))
  const body = await exchange.readBody(MAX_COMPLETE_BYTES)
  checkMd5(createHash('md5').update(body).digest())

  const upload = findUpload(oss)
  const parts = completeAll(oss, body)
    ? [...upload.parts.values()].sort((a, b) => a.number - b.number)
    : pickParts(upload, readCompleteBody(body.toString()))
  checkSizes(parts)
  const forbidOverwrite = exchange.header('x-oss-forbid-overwrite')
  checkOverwrite(oss, forbidOverwrite, key)

  cloud.objects.uploads.end(upload)
  const files = parts.map(({ file }) => file)
  const etag = etagOfParts(files)
  const object = await storeObject(oss, {
    files,
    etag,
    contentType: upload.contentType,
    type: 'Multipart',
    forbidOverwrite,
  })
  const unused = [...upload.parts.values()].filter((part) => !parts.includes(part))
  await cloud.objects.discard(unused.map(({ file }) => file))

  const { EncodingType, Key } = keyInXml(oss)
  sendXml(
    oss,
    'CompleteMultipartUploadResult',
    { EncodingType, Location: `http://${exchange.url.host}/${key}`, Bucket: bucket, Key, ETag: `"${etag}"` },
    { headers: { etag: `"${etag}"`, 'x-oss-hash-crc64ecma': formatCrc64(object.crc64) } },
  )
}

function completeAll({ exchange }: OssCall, body: Buffer): boolean {
  const header = exchange.header('x-oss-complete-all')
  if (header === undefined) return false
  if (header === 'yes' && body.length === 0) return true
  throw new CloudError(400, 'InvalidArgument', 'x-oss-complete-all must be yes, and the body must be empty then.', {
    ArgumentName: 'x-oss-complete-all',
    ArgumentValue: header,
  })
}

function pickParts(upload: Upload, listed: ListedPart[]): Part[] {
  if (listed.some(({ number }, index) => number <= (listed[index - 1]?.number ?? 0))) {
    throw new CloudError(
      400,
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts list must be specified in order by part number.',
      { UploadId: upload.uploadId, EC: '0042-00000209' },
    )
  }
  return listed.map(({ number, etag }) => {
    const part = upload.parts.get(number)
    if (part?.etag === etag) return part
    throw new CloudError(
      400,
      'InvalidPart',
      "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
      { ETag: etag, PartNumber: String(number), UploadId: upload.uploadId },
    )
  })
}

function checkSizes(parts: Part[]): void {
  if (parts.length === 0) {
    throw new CloudError(400, 'InvalidArgument', 'The upload has no parts.')
  }
  for (const { number, etag, file } of parts.slice(0, -1)) {
    if (file.size >= MIN_PART_BYTES) continue
    throw new CloudError(400, 'EntityTooSmall', 'Your proposed upload smaller than the minimum allowed size.', {
      ETag: etag,
      MinSizeAllowed: String(MIN_PART_BYTES),
      PartNumber: String(number),
      ProposedSize: String(file.size),
      EC: '0042-00000213',
    })
  }
}
