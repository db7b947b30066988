import { hexSha256 } from '../crypto/text-hashes'
import { encodeQuery } from './percent-encode'

/**
 * SHA-256, in hexadecimal, of what both of Alibaba Cloud's signatures are of: V4 of OSS and V3 of VOD.
 * @param path escaped
 * @param headers that are signed, names in lower case
 * @param listed what stands in the place of their names
 */
export function hashRequest(
  method: string,
  path: string,
  query: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  listed: string,
  payloadHash: string,
): string {
  const lines = Object.entries(headers)
    .sort()
    .map((pair) => pair.join(':'))
  return hexSha256([method, path, encodeQuery(query), ...lines, '', listed, payloadHash].join('\n'))
}
