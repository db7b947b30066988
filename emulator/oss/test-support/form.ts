import type OSS from 'ali-oss'
import { aliOss, type SignatureVersion } from './ali-oss'
import { type RawAnswer, type RawRequest, send } from './send'
import { compact } from './signed'
import { BUCKET, KEY, type TestKey } from './use-emulator'

export type Field = [name: string, value: string]
export type FormPart = Field | { file: string | Buffer; name?: string; type?: string }

export interface FormOptions {
  version?: SignatureVersion
  /** When it is signed, milliseconds since 1970. */
  time?: number
  /** Milliseconds since 1970; ten minutes after `time` unless stated. */
  expires?: number
  /** Conditions beyond those on the key and on the signature. */
  conditions?: unknown[]
  /** Stands for the whole policy. */
  policy?: object
  region?: string
}

/** Of ali-oss, and left out of its types. */
interface FormSigner {
  signPostObjectPolicyV4(policy: object, date: Date): string
}

/** The fields that a client sends before the file, signed by ali-oss. */
export function signedFields(signer: TestKey, options: FormOptions = {}): Field[] {
  const { version = 'V4', time = Date.now(), expires = time + 600_000, region = 'cn-shanghai' } = options
  const client: OSS = aliOss(0, signer, { region: `oss-${region}` })
  const date = compact(time)
  const v4: Field[] = [
    ['x-oss-signature-version', 'OSS4-HMAC-SHA256'],
    ['x-oss-credential', `${signer.accessKeyId}/${date.slice(0, 8)}/${region}/oss/aliyun_v4_request`],
    ['x-oss-date', date],
  ]
  const policy = options.policy ?? {
    expiration: new Date(expires).toISOString(),
    conditions: [
      { bucket: BUCKET },
      ['eq', '$key', KEY],
      ...(version === 'V4' ? v4.map(([name, value]) => ({ [name]: value })) : []),
      ...(options.conditions ?? []),
    ],
  }
  const signedV1 = client.calculatePostSignature(policy)
  const signature: Field[] =
    version === 'V4'
      ? [...v4, ['x-oss-signature', (client as unknown as FormSigner).signPostObjectPolicyV4(policy, new Date(time))]]
      : [
          ['OSSAccessKeyId', signedV1.OSSAccessKeyId],
          ['Signature', signedV1.Signature],
        ]
  const token: Field[] = signer.securityToken ? [['x-oss-security-token', signer.securityToken]] : []
  return [['key', KEY], ['policy', signedV1.policy], ...signature, ...token]
}

/** The fields with one set to another value. */
export function set(fields: Field[], name: string, value: string): Field[] {
  return [...without(fields, name), [name, value]]
}

export function without(fields: Field[], name: string): Field[] {
  return fields.filter(([other]) => other !== name)
}

const BOUNDARY = '----test-9431149156168'
const CONTENT_TYPE = `multipart/form-data; boundary=${BOUNDARY}`

/** The body of a form, part by part in this order. */
function formBody(parts: readonly FormPart[]): Buffer {
  const written = parts.flatMap((part) => {
    const [disposition, value] = Array.isArray(part)
      ? [`form-data; name="${part[0]}"`, part[1]]
      : [
          `form-data; name="${part.name ?? 'file'}"; filename="video.mp4"\r\nContent-Type: ${part.type ?? 'video/mp4'}`,
          part.file,
        ]
    return [`--${BOUNDARY}\r\nContent-Disposition: ${disposition}\r\n\r\n`, value, '\r\n']
  })
  return Buffer.concat([...written, `--${BOUNDARY}--\r\n`].map((piece) => Buffer.from(piece)))
}

export function formRequest(parts: readonly FormPart[], headers: Record<string, string> = {}): RawRequest {
  return { method: 'POST', path: '/', headers: { 'content-type': CONTENT_TYPE, ...headers }, body: formBody(parts) }
}

export function postForm(
  port: number,
  parts: readonly FormPart[],
  headers?: Record<string, string>,
): Promise<RawAnswer> {
  return send(port, formRequest(parts, headers))
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}
