import { createHash, createHmac } from 'node:crypto'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'
import { missing } from './parameters'
import { canonicalQuery } from './percent-encode'
import type { SignedRequest } from './signed-request'

const ALGORITHM = 'ACS3-HMAC-SHA256'

/** Without one of these under the signature, a request could be replayed as another. */
const ALWAYS_SIGNED = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
]

/**
 * Signature V3 (document_detail/2593177): what the RPC style has as parameters comes in headers, and the body is signed
 * by its hash, taken here from the bytes that arrived.
 * @throws {CloudError} 400 IncompleteSignature
 */
export function readAcs3(exchange: Exchange, body: Buffer): SignedRequest {
  const { accessKeyId, signedHeaders, signature } = parseAuthorization(exchange.header('authorization') ?? '')
  const header = (name: string) => exchange.header(name) ?? ''
  const needed = [
    ...ALWAYS_SIGNED,
    ...Object.keys(exchange.request.headers).filter((name) => name.startsWith('x-acs-')),
  ]
  if (needed.some((name) => !signedHeaders.includes(name))) throw incomplete()
  const bodyHash = createHash('sha256').update(body).digest('hex')
  return {
    accessKeyId,
    signature,
    securityToken: exchange.header('x-acs-security-token'),
    get timestamp() {
      const date = header('x-acs-date')
      if (!date) throw missing('x-acs-date')
      return date
    },
    get nonce() {
      const nonce = header('x-acs-signature-nonce')
      if (!nonce) throw missing('x-acs-signature-nonce')
      return nonce
    },
    expect(accessKeySecret) {
      if (header('x-acs-content-sha256') !== bodyHash) {
        return { signature: '', explanation: `x-acs-content-sha256 is not the hash of the body, which is ${bodyHash}` }
      }
      const canonical = acs3CanonicalRequest({
        method: exchange.method,
        path: exchange.url.pathname,
        query: exchange.url.searchParams,
        headers: signedHeaders.map((name) => [name, header(name)]),
        bodyHash,
      })
      const stringToSign = acs3StringToSign(canonical)
      return {
        signature: acs3Signature(accessKeySecret, stringToSign),
        explanation: `server string to sign is:${stringToSign}, server canonical request is:${canonical}`,
      }
    },
  }
}

/** `headers` are the signed ones, lower-case and sorted; `bodyHash` is lower-case hex. */
export function acs3CanonicalRequest(request: {
  method: string
  path: string
  query: Iterable<[string, string]>
  headers: [name: string, value: string][]
  bodyHash: string
}): string {
  const { method, path, query, headers, bodyHash } = request
  const block = headers.map(([name, value]) => `${name}:${value.trim()}\n`).join('')
  const names = headers.map(([name]) => name).join(';')
  return [method, path, canonicalQuery(query), block, names, bodyHash].join('\n')
}

export function acs3StringToSign(canonicalRequest: string): string {
  return `${ALGORITHM}\n${createHash('sha256').update(canonicalRequest).digest('hex')}`
}

/** Lower-case hex of HMAC-SHA256; unlike OSS's, the key is the secret itself. */
export function acs3Signature(accessKeySecret: string, stringToSign: string): string {
  return createHmac('sha256', accessKeySecret).update(stringToSign).digest('hex')
}

function parseAuthorization(value: string) {
  const parts = /^ACS3-HMAC-SHA256 Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})$/.exec(value)
  const [, accessKeyId, names, signature] = parts ?? []
  if (!accessKeyId || !names || !signature) throw incomplete()
  const signedHeaders = names.split(';')
  // The order is the signer's to keep: sorted by name.
  if (signedHeaders.join() !== signedHeaders.toSorted().join()) throw incomplete()
  return { accessKeyId, signedHeaders, signature }
}

function incomplete(): CloudError {
  return new CloudError(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.')
}
