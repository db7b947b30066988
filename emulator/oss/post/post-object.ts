import { createHash, randomBytes } from 'node:crypto'
import { formatCrc64 } from '../../../miniprogram/uploader/crypto/crc64'
import { CloudError } from '../../errors'
import { sendEmpty, sendXml } from '../answer'
import { authorize } from '../auth/authorize'
import type { OssCall } from '../call'
import { contentMd5, MAX_BODY_BYTES } from '../receive-body'
import { storeObject } from '../store-object'
import { checkKey } from '../target'
import { type Form, readForm } from './form'
import { authenticateForm } from './form-signature'
import { checkPolicy, type PostPolicy, readPolicy } from './policy'

/** Without these in the policy, a V4 signature would not cover what it was made for. */
const V4_CONDITIONS = ['x-oss-signature-version', 'x-oss-credential', 'x-oss-date']

/**
 * Upload by form. Nothing is checked before the whole body is there, so a form can expire on its way: that is how OSS
 * does it (EC 0006-00000213), and what a slow phone runs into.
 */
export async function postObject(oss: OssCall): Promise<void> {
  const { cloud, exchange } = oss
  const statedMd5 = exchange.header('content-md5')
  const checkMd5 = contentMd5(statedMd5)
  const md5 = createHash('md5')
  // Over the whole form, not over the file.
  if (statedMd5 !== undefined) exchange.request.on('data', (chunk: Buffer) => md5.update(chunk))
  const form = await readForm(
    exchange.request,
    (body) => cloud.objects.receive(body, MAX_BODY_BYTES),
    (file) => cloud.objects.discard([file]),
  )
  let key: string
  try {
    checkMd5(md5.digest())
    key = checkForm(oss, form)
  } catch (error) {
    await cloud.objects.discard([form.file])
    throw error
  }
  const { fields, file, fileType } = form
  // A posted object's ETag is not its MD5 (page "PostObject"): nobody shall come to rely on it.
  const etag = randomBytes(16).toString('hex').toUpperCase()
  const contentType = fields.get('x-oss-content-type') ?? (fileType || fields.get('content-type'))
  const forbidOverwrite = fields.get('x-oss-forbid-overwrite')
  await storeObject(oss, { key, files: [file], etag, contentType, type: 'Normal', forbidOverwrite })

  const headers = { etag: `"${etag}"`, 'x-oss-hash-crc64ecma': formatCrc64(file.crc64) }
  const status = fields.get('success_action_status')
  if (status === '201') {
    const Location = `http://${exchange.url.host}/${key}`
    const content = { Bucket: oss.bucket, Location, Key: key, ETag: `"${etag}"` }
    sendXml(oss, 'PostResponse', content, { status: 201, headers })
  } else {
    sendEmpty(oss, status === '200' ? 200 : 204, headers)
  }
}

/** Everything that a form has to be before its file becomes an object. Returns the object's name. */
function checkForm(oss: OssCall, { fields, file, fileName }: Form): string {
  const key = fields.get('key')?.replace(/\$\{filename\}/g, () => fileName)
  if (!key) {
    throw new CloudError(400, 'InvalidArgument', 'Bucket POST must contain a field named key before the file.', {
      ArgumentName: 'key',
    })
  }
  for (const field of ['callback', 'success_action_redirect']) {
    if (fields.has(field)) throw new CloudError(501, 'NotImplemented', `The emulator does not support ${field}.`)
  }
  checkKey(key)
  const { credential, policy: text } = authenticateForm(oss, fields)
  const policy = readPolicy(text)
  if (fields.has('x-oss-signature-version')) checkV4Conditions(policy)
  checkPolicy(policy, { bucket: oss.bucket, key, fields, size: file.size }, oss.now())
  authorize(oss, credential.grant, key)
  return key
}

/** Conditions that "POST V4 signature" calls required. */
function checkV4Conditions({ conditions }: PostPolicy): void {
  const named = new Set(conditions.map(({ condition }) => 'field' in condition && condition.field))
  const absent = V4_CONDITIONS.find((field) => !named.has(field))
  if (!absent) return
  throw new CloudError(400, 'InvalidPolicyDocument', `Invalid Policy: there is no condition on ${absent}.`)
}
