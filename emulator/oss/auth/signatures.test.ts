import { describe, expect, test } from 'vitest'
import { signV1, stringToSignV1 } from './signature-v1'
import { canonicalRequestV4, parseScopeV4, parseTimeV4, type ScopeV4, signV4, stringToSignV4 } from './signature-v4'

const base64 = (text: string) => Buffer.from(text).toString('base64')

function scopeOf(credential: string): ScopeV4 {
  const scope = parseScopeV4(credential)
  if (!scope) throw new Error(`${credential} is no scope`)
  return scope
}

describe('signature V1', () => {
  test('of a header, as ali-oss computes it', () => {
    const text = stringToSignV1({
      method: 'PUT',
      bucket: 'outin-test',
      key: 'sv/a/b.mp4',
      date: 'Wed, 22 Feb 2012 08:32:21 GMT',
      headers: {
        host: 'outin-test.oss-cn-shanghai.aliyuncs.com',
        'content-type': 'video/mp4',
        'x-oss-security-token': 'tok/en+1=',
        'x-oss-date': 'Wed, 22 Feb 2012 08:32:21 GMT',
      },
      query: new Map([
        ['uploadId', 'ABC'],
        ['partNumber', '1'],
        ['max-parts', 'not a sub-resource'],
      ]),
    })
    expect(signV1('secret', text)).toBe('ARNegsD7I3dj9Q8Ei6oWh9oSn4o=')
    expect(signV1('Secret', text)).not.toBe('ARNegsD7I3dj9Q8Ei6oWh9oSn4o=')
  })

  test('of a form', () => {
    const policy =
      '{"expiration":"2026-01-02T04:04:05Z","conditions":[{"bucket":"outin-test"},["eq","$key","sv/a/b.mp4"],["content-length-range",1,5368709120]]}'
    expect(signV1('secret', base64(policy))).toBe('KlhpGYtSJKQcqBLiuwyTxwbfVQo=')
  })
})

describe('signature V4', () => {
  /** The input of the official OSS SDKs' own tests. */
  const request = {
    method: 'PUT',
    bucket: 'bucket',
    key: '1234+-/123/1.txt',
    query: new Map([
      ['param1', 'value1'],
      ['+param1', 'value3'],
      ['|param1', 'value4'],
      ['+param2', ''],
      ['|param2', ''],
      ['param2', ''],
    ]),
    headers: {
      'x-oss-head1': 'value',
      'content-type': 'text/plain',
      'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
      abc: 'value',
      zabc: 'value',
    },
  }
  const sign = (time: string, headers: Record<string, string>, additionalHeaders: string[], secret = 'sk') => {
    const scope = scopeOf(`ak/${time.slice(0, 8)}/cn-hangzhou/oss/aliyun_v4_request`)
    const canonical = canonicalRequestV4({
      ...request,
      headers: { ...request.headers, 'x-oss-date': time, ...headers },
      additionalHeaders,
    })
    return signV4(secret, scope, stringToSignV4(time, scope, canonical))
  }

  test.each([
    ['a header', '20231216T162057Z', {}, [], 'e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe'],
    [
      'a header with a token',
      '20231217T034736Z',
      { 'x-oss-security-token': 'token' },
      [],
      'b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea',
    ],
    [
      'a header with additional headers',
      '20231216T172512Z',
      {},
      ['ZAbc', 'abc'],
      '4a4183c187c07c8947db7620deb0a6b38d9fbdd34187b6dbaccb316fa251212f',
    ],
  ])('of %s, as the official SDKs test it', (_what, time, headers, additional, signature) => {
    expect(sign(time, headers, additional)).toBe(signature)
    expect(sign(time, headers, additional, 'sK')).not.toBe(signature)
    expect(sign(time, { ...headers, 'x-oss-head1': 'Value' }, additional)).not.toBe(signature)
    expect(sign(`${time.slice(0, -2)}0Z`, headers, additional)).not.toBe(signature)
  })

  test('of a form', () => {
    const policy =
      '{"expiration":"2026-01-02T04:04:05Z","conditions":[{"bucket":"outin-test"},["eq","$key","sv/a/b.mp4"],{"x-oss-signature-version":"OSS4-HMAC-SHA256"},{"x-oss-credential":"STS.testAk/20260102/cn-shanghai/oss/aliyun_v4_request"},{"x-oss-date":"20260102T030405Z"},{"x-oss-security-token":"tok/en+1="},["content-length-range",1,5368709120]]}'
    const scope = scopeOf('STS.testAk/20260102/cn-shanghai/oss/aliyun_v4_request')
    expect(signV4('secret', scope, base64(policy))).toBe(
      '02ba0a417c8ff8ff0e78a04457b09f6b17b358598015aee3f66128b8bca0ee57',
    )
  })

  test('credentials and times in another form are none', () => {
    expect(parseScopeV4('ak/20231216/cn-hangzhou/oss')).toBeUndefined()
    expect(parseScopeV4('ak/20231216/cn-hangzhou/oss/aliyun_v4_request/more')).toBeUndefined()
    expect(parseTimeV4('20231216T162057Z')).toBe(Date.UTC(2023, 11, 16, 16, 20, 57))
    expect(parseTimeV4('2023-12-16T16:20:57Z')).toBeUndefined()
    expect(parseTimeV4('20231316T162057Z')).toBeUndefined()
  })
})
