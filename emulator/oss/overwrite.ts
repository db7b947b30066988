import { CloudError } from '../errors'
import type { OssCall } from './call'

/**
 * @param forbid value of x-oss-forbid-overwrite
 * @throws {CloudError} 409 FileAlreadyExists
 */
export function checkOverwrite({ cloud, bucket }: OssCall, forbid: string | undefined, key: string): void {
  if (forbid?.toLowerCase() !== 'true' || !cloud.objects.get(bucket, key)) return
  throw new CloudError(
    409,
    'FileAlreadyExists',
    'The object you specified already exists and can not be overwritten.',
    {
      Key: key,
    },
  )
}
