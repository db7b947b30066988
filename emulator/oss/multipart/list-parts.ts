import { formatCrc64 } from '../../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../../errors'
import { keyInXml, sendXml } from '../answer'
import { findUpload, type OssCall } from '../call'
import { MAX_PART_NUMBER } from './uploads'

/** Largest page, and the default. */
const MAX_PARTS = 1000

export function listParts(oss: OssCall): void {
  const maxParts = readNumber(oss, 'max-parts', 1, MAX_PARTS) ?? MAX_PARTS
  const marker = readNumber(oss, 'part-number-marker', 0, MAX_PART_NUMBER) ?? 0
  const { uploadId, parts } = findUpload(oss)
  const rest = [...parts.values()].filter(({ number }) => number > marker).sort((a, b) => a.number - b.number)
  const page = rest.slice(0, maxParts)
  const { EncodingType, Key } = keyInXml(oss)
  sendXml(oss, 'ListPartsResult', {
    EncodingType,
    Bucket: oss.bucket,
    Key,
    UploadId: uploadId,
    StorageClass: 'Standard',
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number ?? 0,
    MaxParts: maxParts,
    IsTruncated: page.length < rest.length,
    Part: page.map(({ number, etag, lastModified, file }) => ({
      PartNumber: number,
      LastModified: new Date(lastModified).toISOString(),
      ETag: `"${etag}"`,
      HashCrc64ecma: formatCrc64(file.crc64),
      Size: file.size,
    })),
  })
}

function readNumber({ query }: OssCall, name: string, min: number, max: number): number | undefined {
  const text = query.get(name)
  if (text === undefined) return undefined
  const number = /^\d{1,9}$/.test(text) ? Number(text) : -1
  if (number >= min && number <= max) return number
  throw new CloudError(400, 'InvalidArgument', `${name} must be an integer between ${min} and ${max}.`, {
    ArgumentName: name,
    ArgumentValue: text,
  })
}
