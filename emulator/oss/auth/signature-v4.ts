import { createHash, createHmac } from 'node:crypto'
import { percentEncode } from '../../gateway/percent-encode'

export const ALGORITHM_V4 = 'OSS4-HMAC-SHA256'
/** Seconds that a signature V4 in a URL or a form may be good for: seven days. */
export const MAX_LIFE_V4_S = 7 * 24 * 3600
const TERMINATOR = 'aliyun_v4_request'
/** OSS takes nothing else as the payload's hash: EC 0002-00000214. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'

/** What a V4 credential names besides the key: `<AccessKeyId>/<date>/<region>/<product>/<terminator>`. */
export interface ScopeV4 {
  accessKeyId: string
  /** yyyymmdd. */
  date: string
  /** Without `oss-`. */
  region: string
  product: string
  terminator: string
}

export function parseScopeV4(credential: string): ScopeV4 | undefined {
  const [accessKeyId, date, region, product, terminator, ...rest] = credential.split('/')
  if (!accessKeyId || !date || !region || !product || !terminator || rest.length > 0) return undefined
  return { accessKeyId, date, region, product, terminator }
}

export function isTerminatorV4(terminator: string): boolean {
  return terminator === TERMINATOR
}

/** Milliseconds since 1970 of `yyyymmddThhmmssZ`, or undefined. */
export function parseTimeV4(text: string): number | undefined {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z')
  const time = iso === text ? Number.NaN : Date.parse(iso)
  return Number.isNaN(time) ? undefined : time
}

/**
 * Source: OSS, "Include V4 signatures in the Authorization header". A parameter without value is written without `=`;
 * slashes of the key are not encoded.
 * @param request.headers names in lower case
 * @param request.query decoded, without x-oss-signature
 * @param request.additionalHeaders names beyond those that are always signed
 */
export function canonicalRequestV4(request: {
  method: string
  bucket: string
  key: string
  headers: Readonly<Record<string, string>>
  query: ReadonlyMap<string, string>
  additionalHeaders: readonly string[]
}): string {
  const { method, bucket, key, headers, query } = request
  const additional = [...new Set(request.additionalHeaders.map((name) => name.toLowerCase()))]
    .filter((name) => !isAlwaysSigned(name))
    .sort()
  const signed = [...Object.keys(headers).filter(isAlwaysSigned), ...additional].sort()
  return [
    method,
    percentEncode(`/${bucket}/${key}`).replaceAll('%2F', '/'),
    canonicalQuery(query),
    signed.map((name) => `${name}:${headers[name]?.trim() ?? ''}\n`).join(''),
    additional.join(';'),
    UNSIGNED_PAYLOAD,
  ].join('\n')
}

/** @param time `yyyymmddThhmmssZ` */
export function stringToSignV4(time: string, scope: ScopeV4, canonicalRequest: string): string {
  const { date, region, product, terminator } = scope
  const hash = createHash('sha256').update(canonicalRequest).digest('hex')
  return [ALGORITHM_V4, time, [date, region, product, terminator].join('/'), hash].join('\n')
}

/** Lower-case hex. Headers and URLs sign the text above; PostObject signs the policy in base64. */
export function signV4(accessKeySecret: string, scope: ScopeV4, text: string): string {
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest()
  const { date, region, product, terminator } = scope
  const key = [date, region, product, terminator].reduce<string | Buffer>(hmac, `aliyun_v4${accessKeySecret}`)
  return hmac(key, text).toString('hex')
}

function isAlwaysSigned(name: string): boolean {
  return name === 'content-type' || name === 'content-md5' || name.startsWith('x-oss-')
}

function canonicalQuery(query: ReadonlyMap<string, string>): string {
  return [...query]
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
}
