import { createHash, randomUUID } from 'node:crypto'
import { acs3CanonicalRequest, acs3Signature, acs3StringToSign } from '../gateway/acs3'
import { rpcSignature, rpcStringToSign } from '../gateway/rpc'
import { utcSeconds } from '../gateway/utc'
import type { Key, Signature } from './sdk-clients'

/** A call signed here: unlike an SDK it can be made to send what is wrong. */
export interface HandSigned {
  key: Key
  signature: Signature
  action?: string
  version?: string
  parameters?: Record<string, string>
  method?: string
  /** Milliseconds since 1970. */
  now?: number
  nonce?: string
  /** RPC parameters to leave out before signing. */
  without?: string[]
  /** Spoils the request after it has been signed. */
  spoil?: (request: RawRequest) => void
}

export interface RawRequest {
  method: string
  query: Map<string, string>
  headers: Record<string, string>
  body: string
}

export interface Answer {
  status: number
  headers: Headers
  text: string
  json: Record<string, unknown>
  /** The Code of an error. */
  code: unknown
}

export async function sendSigned(emulator: { url: string }, call: HandSigned): Promise<Answer> {
  return send(emulator, sign(call, new URL(emulator.url).host))
}

/** @param host that the call is for: V3 signs it */
export function sign(call: HandSigned, host: string): RawRequest {
  const request = call.signature === 'RPC' ? signRpc(call) : signV3(call, host)
  call.spoil?.(request)
  return request
}

export async function send(emulator: { url: string }, request: RawRequest, path = '/'): Promise<Answer> {
  const { method, headers, query, body } = request
  const response = await fetch(`${emulator.url}${path}?${new URLSearchParams([...query])}`, {
    method,
    headers,
    ...(method === 'POST' && { body }),
  })
  const text = await response.text()
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, headers: response.headers, text, json, code: json.Code }
}

function signRpc(call: HandSigned): RawRequest {
  const { key, method = 'GET', without = [] } = call
  const query = new Map(
    Object.entries({
      Action: call.action ?? 'GetVideoInfo',
      Version: call.version ?? '2017-03-21',
      Format: 'JSON',
      AccessKeyId: key.accessKeyId,
      ...(key.securityToken && { SecurityToken: key.securityToken }),
      SignatureMethod: 'HMAC-SHA1',
      SignatureVersion: '1.0',
      SignatureNonce: call.nonce ?? randomUUID(),
      Timestamp: utcSeconds(call.now ?? Date.now()),
      ...call.parameters,
    }),
  )
  for (const name of without) query.delete(name)
  query.set('Signature', rpcSignature(key.accessKeySecret, rpcStringToSign(method, query)))
  return { method, query, headers: {}, body: '' }
}

function signV3(call: HandSigned, host: string): RawRequest {
  const { key, method = 'POST' } = call
  const query = new Map(Object.entries(call.parameters ?? {}))
  const bodyHash = createHash('sha256').update('').digest('hex')
  const headers: Record<string, string> = {
    host,
    'x-acs-action': call.action ?? 'GetVideoInfo',
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': utcSeconds(call.now ?? Date.now()),
    ...(key.securityToken && { 'x-acs-security-token': key.securityToken }),
    'x-acs-signature-nonce': call.nonce ?? randomUUID(),
    'x-acs-version': call.version ?? '2017-03-21',
  }
  const signed = Object.entries(headers).sort()
  const canonical = acs3CanonicalRequest({ method, path: '/', query, headers: signed, bodyHash })
  const signature = acs3Signature(key.accessKeySecret, acs3StringToSign(canonical))
  const names = signed.map(([name]) => name).join(';')
  headers.authorization = `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${names},Signature=${signature}`
  return { method, query, headers, body: '' }
}
