import { CloudError } from '../errors'
import { isSubResource } from './auth/sub-resources'
import type { OssCall } from './call'
import { getObject, headObject } from './get-object'
import { abortMultipartUpload } from './multipart/abort'
import { completeMultipartUpload } from './multipart/complete'
import { initiateMultipartUpload } from './multipart/initiate'
import { listParts } from './multipart/list-parts'
import { uploadPart } from './multipart/upload-part'
import { postObject } from './post/post-object'
import { putObject } from './put-object'
import type { Target } from './target'

export interface Operation {
  name: string
  run(oss: OssCall): void | Promise<void>
}

/** By method and what the parameters name. PostObject alone is on the bucket. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  'POST bucket': { name: 'PostObject', run: postObject },
  'PUT object': { name: 'PutObject', run: putObject },
  'GET object': { name: 'GetObject', run: getObject },
  'HEAD object': { name: 'HeadObject', run: headObject },
  'POST object?uploads': { name: 'InitiateMultipartUpload', run: initiateMultipartUpload },
  'PUT object?partNumber&uploadId': { name: 'UploadPart', run: uploadPart },
  'GET object?uploadId': { name: 'ListParts', run: listParts },
  'POST object?uploadId': { name: 'CompleteMultipartUpload', run: completeMultipartUpload },
  'DELETE object?uploadId': { name: 'AbortMultipartUpload', run: abortMultipartUpload },
}

/** @throws {CloudError} 405 MethodNotAllowed, also for calls of OSS that are not emulated */
export function findOperation(method: string, { key, query }: Target): Operation {
  const subResources = [...query.keys()].filter((name) => isSubResource(name) && name !== 'security-token').sort()
  const what = [key === '' ? 'bucket' : 'object', subResources.join('&')].filter(Boolean).join('?')
  const operation = OPERATIONS[`${method} ${what}`]
  if (operation) return operation
  throw new CloudError(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    Method: method,
    ResourceType: subResources[0] ?? (key === '' ? 'Bucket' : 'Object'),
    EC: '0017-00000001',
  })
}
