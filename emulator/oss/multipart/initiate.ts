import { keyInXml, sendXml } from '../answer'
import type { OssCall } from '../call'
import { checkOverwrite } from '../overwrite'

export function initiateMultipartUpload(oss: OssCall): void {
  const { cloud, exchange, bucket, key } = oss
  checkOverwrite(oss, exchange.header('x-oss-forbid-overwrite'), key)
  const { uploadId } = cloud.objects.uploads.initiate(bucket, key, exchange.header('content-type'))
  const { EncodingType, Key } = keyInXml(oss)
  sendXml(oss, 'InitiateMultipartUploadResult', { EncodingType, Bucket: bucket, Key, UploadId: uploadId })
}
