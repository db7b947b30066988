import { formatCrc64 } from '../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../errors'
import { sendEmpty } from './answer'
import type { OssCall } from './call'
import { etagOf } from './etag'
import { checkOverwrite } from './overwrite'
import { receiveBody } from './receive-body'
import { storeObject } from './store-object'

export async function putObject(oss: OssCall): Promise<void> {
  const { exchange } = oss
  if (exchange.header('x-oss-copy-source') !== undefined) {
    throw new CloudError(501, 'NotImplemented', 'The emulator does not copy objects.')
  }
  const forbidOverwrite = exchange.header('x-oss-forbid-overwrite')
  checkOverwrite(oss, forbidOverwrite, oss.key)
  const file = await receiveBody(oss)
  const etag = etagOf(file)
  await storeObject(oss, {
    files: [file],
    etag,
    contentType: exchange.header('content-type'),
    type: 'Normal',
    forbidOverwrite,
  })
  sendEmpty(oss, 200, {
    etag: `"${etag}"`,
    'content-md5': file.md5.toString('base64'),
    'x-oss-hash-crc64ecma': formatCrc64(file.crc64),
  })
}
