import { expect, test } from 'vitest'
import { rpcSignature, rpcStringToSign } from './rpc'

/** The worked example of VOD's page on its signature (document_detail/25490). */
const documented = {
  secret: 'testAccessKeySecret',
  parameters: {
    Format: 'JSON',
    Version: '2017-03-21',
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    AccessKeyId: 'testAccessKeyId',
    Action: 'GetVideoPlayAuth',
    VideoId: '5aed81b74ba84920be578cdfe004af4b',
    Timestamp: '2017-10-10T12:02:54Z',
    SignatureNonce: '8f8a035d-6496-4268-afd4-67c22837e38d',
  },
}

/** Computed in two languages: characters on which encoders disagree. */
const awkward = {
  secret: 'secret',
  parameters: {
    Action: 'CreateUploadVideo',
    Version: '2017-03-21',
    Format: 'JSON',
    AccessKeyId: 'STS.testAk',
    SecurityToken: 'tok/en+1=',
    SignatureNonce: 'nonce-1',
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    Timestamp: '2026-01-02T03:04:05Z',
    Title: "测试 a*b~c'(1)!",
    FileName: 'v.mp4',
  },
}

const sign = (method: string, { secret, parameters }: { secret: string; parameters: Record<string, string> }) =>
  rpcSignature(secret, rpcStringToSign(method, Object.entries(parameters)))

test('the RPC signature of the documented example is right', () => {
  expect(sign('GET', documented)).toBe('Ibgh7y8Vp47LBuAsf5Xhi1SvDss=')
})

test('the RPC signature encodes characters that encodeURIComponent leaves alone', () => {
  expect(sign('GET', awkward)).toBe('cLmz7LlDLNV34kX7+M3OJYViBnY=')
  expect(sign('POST', awkward)).toBe('X1u1MR62T6Ubp9BQ6zgbzdYAxTg=')
})

test('the RPC signature leaves Signature itself out', () => {
  const { secret, parameters } = documented
  expect(sign('GET', { secret, parameters: { ...parameters, Signature: 'x' } })).toBe(sign('GET', documented))
})

test('the RPC signature changes with the secret and with every parameter', () => {
  const { secret, parameters } = documented
  const signatures = Object.entries(parameters).map(([name, value]) =>
    sign('GET', { secret, parameters: { ...parameters, [name]: `${value}x` } }),
  )
  signatures.push(sign('GET', documented), sign('GET', { secret: `${secret}x`, parameters }))
  expect(new Set(signatures).size).toBe(signatures.length)
})
