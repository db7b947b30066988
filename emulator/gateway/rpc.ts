import { createHmac } from 'node:crypto'
import { CloudError } from '../errors'
import type { Exchange } from '../exchange'
import { missing, type Parameters } from './parameters'
import { canonicalQuery, percentEncode } from './percent-encode'
import type { SignedRequest } from './signed-request'

/**
 * The RPC style with SignatureVersion 1.0 (VOD "signature mechanism", document_detail/25490): everything is a parameter
 * of the query or the form. Parameters are checked in the gateway's order.
 */
export function readRpc(exchange: Exchange, parameters: Parameters): SignedRequest {
  const { method } = exchange
  return {
    get accessKeyId() {
      return parameters.require('AccessKeyId')
    },
    securityToken: parameters.get('SecurityToken'),
    get timestamp() {
      const timestamp = parameters.get('Timestamp')
      if (timestamp === undefined && method !== 'GET') throw missing('Timestamp')
      return timestamp
    },
    get nonce() {
      return parameters.require('SignatureNonce')
    },
    get signature() {
      if (parameters.require('SignatureMethod') !== 'HMAC-SHA1') {
        throw new CloudError(400, 'InvalidSignatureMethod', 'Specified signature method is not valid.')
      }
      if (parameters.require('SignatureVersion') !== '1.0') {
        throw new CloudError(400, 'IncompleteSignature', 'The request signature does not conform to Aliyun standards.')
      }
      return parameters.require('Signature')
    },
    expect(accessKeySecret) {
      const stringToSign = rpcStringToSign(method, parameters)
      return {
        signature: rpcSignature(accessKeySecret, stringToSign),
        explanation: `server string to sign is:${stringToSign}`,
      }
    },
  }
}

/** `parameters` are all that were sent; Signature itself is left out. */
export function rpcStringToSign(method: string, parameters: Iterable<[string, string]>): string {
  const signed = [...parameters].filter(([name]) => name !== 'Signature')
  return `${method}&${percentEncode('/')}&${percentEncode(canonicalQuery(signed))}`
}

/** Base64 of HMAC-SHA1; the key is the secret and an ampersand. */
export function rpcSignature(accessKeySecret: string, stringToSign: string): string {
  return createHmac('sha1', `${accessKeySecret}&`).update(stringToSign).digest('base64')
}
