import type { Grant } from '../../credentials'
import { CloudError } from '../../errors'
import { permits } from '../../ram/policy'
import type { OssCall } from '../call'

/** RAM's action for each call (OSS, "RAM policies", table of actions): all that writes is oss:PutObject. */
const ACTIONS: Readonly<Record<string, string>> = {
  PutObject: 'oss:PutObject',
  PostObject: 'oss:PutObject',
  InitiateMultipartUpload: 'oss:PutObject',
  UploadPart: 'oss:PutObject',
  CompleteMultipartUpload: 'oss:PutObject',
  ListParts: 'oss:ListParts',
  AbortMultipartUpload: 'oss:AbortMultipartUpload',
  HeadObject: 'oss:GetObject',
  GetObject: 'oss:GetObject',
}

/** What the key of an UploadAuth may do on its object: anything that serves the upload, and not read it back. */
const UPLOAD_ACTIONS = new Set(['oss:PutObject', 'oss:ListParts', 'oss:AbortMultipartUpload'])

/** @throws {CloudError} 403 AccessDenied */
export function authorize(oss: OssCall, grant: Grant, key = oss.key): void {
  const { cloud, bucket, operation } = oss
  const action = ACTIONS[operation]
  const allowed =
    action !== undefined &&
    (grant.kind === 'upload'
      ? UPLOAD_ACTIONS.has(action) && grant.bucket === bucket && grant.key === key
      : permits(cloud.account, grant, action, `acs:oss:*:${cloud.account.accountId}:${bucket}/${key}`))
  if (!allowed) throw new CloudError(403, 'AccessDenied', "Access denied by authorizer's policy.")
}
