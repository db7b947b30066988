import { formatCrc64 } from '../../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../../errors'
import { sendEmpty } from '../answer'
import { findUpload, type OssCall } from '../call'
import { etagOf } from '../etag'
import { receiveBody } from '../receive-body'
import { MAX_PART_NUMBER, type Upload } from './uploads'

export async function uploadPart(oss: OssCall): Promise<void> {
  const { objects } = oss.cloud
  const number = readPartNumber(oss.query.get('partNumber') ?? '')
  const file = await receiveBody(oss, findUpload(oss).partsFile)
  let upload: Upload
  try {
    // It may have been completed or aborted while the part was under way.
    upload = findUpload(oss)
  } catch (error) {
    await objects.discard([file])
    throw error
  }
  const previous = upload.parts.get(number)
  const etag = etagOf(file)
  upload.parts.set(number, { number, file, etag, lastModified: oss.now() })
  if (previous) await objects.discard([previous.file])
  sendEmpty(oss, 200, {
    etag: `"${etag}"`,
    'content-md5': file.md5.toString('base64'),
    'x-oss-hash-crc64ecma': formatCrc64(file.crc64),
  })
}

function readPartNumber(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= MAX_PART_NUMBER) return number
  throw new CloudError(
    400,
    'InvalidArgument',
    `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive.`,
    { ArgumentName: 'partNumber', ArgumentValue: text, EC: '0017-00000220' },
  )
}
