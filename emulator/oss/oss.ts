import type { Cloud } from '../cloud'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'
import { sendError } from './answer'
import { authenticate } from './auth/authenticate'
import { authorize } from './auth/authorize'
import type { OssCall } from './call'
import { allowOrigin, answerPreflight } from './cors'
import { findOperation } from './operations'
import { readTarget } from './target'

/** What needs room. */
const WRITES: ReadonlySet<string> = new Set([
  'PutObject',
  'PostObject',
  'InitiateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
])

/** OSS on `<bucket>.localhost`: uploads in every form, and reading for those who may. */
export async function handleOss(cloud: Cloud, exchange: Exchange): Promise<void> {
  if (exchange.method === 'OPTIONS') return answerPreflight(cloud, exchange)
  allowOrigin(cloud, exchange)
  const startedAt = performance.now()
  const target = readTarget(exchange)
  const operation = findOperation(exchange.method, target)
  const call = await cloud.begin(exchange, operation.name)
  const oss: OssCall = { ...call, ...target, cloud, exchange, startedAt, bucket: exchange.bucket ?? '' }
  try {
    checkBucket(oss)
    // A form is signed in its fields, which come with the body.
    if (operation.name !== 'PostObject' && !isPublic(oss)) authorize(oss, authenticate(oss).grant)
    await operation.run(oss)
  } catch (error) {
    if (!(error instanceof CloudError) || exchange.answered) throw error
    await exchange.drain()
    // Answered here, where the cloud's clock is known.
    sendError(oss, error)
  }
}

/** Answers what failed before a call had begun, and failures of the emulator itself. */
export function sendOssError(exchange: Exchange, error: CloudError): void {
  sendError({ exchange, startedAt: performance.now(), now: Date.now }, error)
}

/** Pictures are seen by everybody; in reality at a domain of VOD's. */
function isPublic({ operation, key, query, exchange }: OssCall): boolean {
  const isSigned = exchange.header('authorization') !== undefined || query.size > 0
  return /^(Get|Head)Object$/.test(operation) && /^image\/|\.cover\.jpg$/.test(key) && !isSigned
}

function checkBucket({ cloud, bucket, operation }: OssCall): void {
  if (bucket !== cloud.account.bucket) {
    throw new CloudError(404, 'NoSuchBucket', 'The specified bucket does not exist.', {
      BucketName: bucket,
      EC: '0015-00000101',
    })
  }
  if (cloud.switches.quotaExceeded && WRITES.has(operation)) {
    // Which status it comes with is not documented.
    throw new CloudError(403, 'StorageQuotaExceeded', 'The storage quota of the account has been exceeded.')
  }
  if (cloud.switches.publicEndpointForbidden) {
    throw new CloudError(
      400,
      'PublicEndpointForbidden',
      'Data operations are not allowed using the OSS public endpoint. Use a custom domain name (CNAME).',
      { EC: '0048-00000401' },
    )
  }
}
