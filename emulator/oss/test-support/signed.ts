import { type AliOssOptions, aliOss } from './ali-oss'
import { type RawAnswer, type RawRequest, send } from './send'
import { BUCKET, KEY, type TestKey } from './use-emulator'

/** The signing functions of ali-oss, which its types leave out. */
interface Signer {
  authorizationV4(
    method: string,
    request: { headers: Record<string, string>; queries: Record<string, string> },
    bucket: string,
    key: string,
    additionalHeaders?: string[],
  ): string
  authorization(
    method: string,
    resource: string,
    subResources: Record<string, string>,
    headers: Record<string, string>,
  ): string
}

export interface SignedRequest extends AliOssOptions {
  method?: string
  key?: string
  /** An empty value is sent and signed without `=`. */
  query?: Record<string, string>
  /** Names in lower case; signed as OSS prescribes. */
  headers?: Record<string, string>
  additionalHeaders?: string[]
  body?: string | Buffer
  /** When it is signed, milliseconds since 1970. */
  time?: number
}

/** A request signed by ali-oss, so that a test can spoil what it likes before `send`. */
export function sign(port: number, signer: TestKey, request: SignedRequest = {}): RawRequest & { headers: Headers } {
  const { method = 'GET', key = KEY, query = {}, bucket = BUCKET, version = 'V4', time = Date.now(), body } = request
  const client = aliOss(port, signer, { ...request, bucket }) as unknown as Signer
  const headers: Record<string, string> = {
    'x-oss-date': version === 'V4' ? compact(time) : new Date(time).toUTCString(),
    ...(version === 'V4' && { 'x-oss-content-sha256': 'UNSIGNED-PAYLOAD' }),
    ...(signer.securityToken && { 'x-oss-security-token': signer.securityToken }),
    ...request.headers,
  }
  const authorization =
    version === 'V4'
      ? client.authorizationV4(method, { headers, queries: nulled(query) }, bucket, key, request.additionalHeaders)
      : client.authorization(method, `/${bucket}/${key}`, query, headers)
  const search = Object.entries(query).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  )
  return {
    method,
    bucket,
    path: `/${key.split('/').map(encodeURIComponent).join('/')}${search.length > 0 ? `?${search.join('&')}` : ''}`,
    headers: { ...headers, authorization },
    ...(body !== undefined && { body }),
  }
}

export function sendSigned(port: number, signer: TestKey, request?: SignedRequest): Promise<RawAnswer> {
  return send(port, sign(port, signer, request))
}

/** `yyyymmddThhmmssZ` */
export function compact(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+|[-:]/g, '')
}

type Headers = Record<string, string>

/** ali-oss takes null for a parameter without value. */
function nulled(query: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, value || (null as never)]))
}
