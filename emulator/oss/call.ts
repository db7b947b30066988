import type { Call, Cloud } from '../cloud'
import type { Exchange } from '../exchange'
import type { Upload } from './multipart/uploads'

/** A call of OSS under way. */
export interface OssCall extends Call {
  cloud: Cloud
  exchange: Exchange
  /** When it arrived, by `performance.now()`. */
  startedAt: number
  bucket: string
  /** Decoded; empty for the bucket itself. */
  key: string
  /** Decoded; a parameter without `=` has an empty value. */
  query: ReadonlyMap<string, string>
}

/**
 * The upload that a call names.
 * @throws {CloudError} 404 NoSuchUpload
 */
export function findUpload({ cloud, bucket, key, query }: OssCall): Upload {
  return cloud.objects.uploads.get(bucket, key, query.get('uploadId') ?? '')
}
