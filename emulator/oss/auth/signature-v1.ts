import { createHmac } from 'node:crypto'
import { isSubResource } from './sub-resources'

/**
 * The text that signature V1 signs. Source: OSS, "Include V1 signatures in the Authorization header".
 * @param request.date the Date line: the value of x-oss-date or Date, or of Expires in a signed URL
 * @param request.headers names in lower case
 * @param request.query decoded
 */
export function stringToSignV1(request: {
  method: string
  bucket: string
  key: string
  date: string
  headers: Readonly<Record<string, string>>
  query: ReadonlyMap<string, string>
}): string {
  const { method, bucket, key, date, headers, query } = request
  const ossHeaders = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-'))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`)
  const subResources = [...query]
    .filter(([name]) => isSubResource(name))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  const resource = `/${bucket}/${key}${subResources.length > 0 ? `?${subResources.join('&')}` : ''}`
  return [
    method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    date,
    `${ossHeaders.join('')}${resource}`,
  ].join('\n')
}

/** Base64 of HMAC-SHA1. Headers and URLs sign the text above; PostObject signs the policy in base64. */
export function signV1(accessKeySecret: string, text: string): string {
  return createHmac('sha1', accessKeySecret).update(text).digest('base64')
}
