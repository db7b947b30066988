import { createHmac, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { encodeBase64, hmacSha1 } from './hmac-sha1'
import { bucketUrl, postFields } from './post-form'
import { signQuery } from './vod-query'

test('the stand-in signs the example of VOD’s page on its signature (document_detail/25490)', () => {
  const query = {
    ...{ AccessKeyId: 'testAccessKeyId', Action: 'GetVideoPlayAuth', Version: '2017-03-21', Format: 'JSON' },
    ...{ VideoId: '5aed81b74ba84920be578cdfe004af4b', Timestamp: '2017-10-10T12:02:54Z' },
    ...{ SignatureNonce: '8f8a035d-6496-4268-afd4-67c22837e38d' },
    ...{ SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0' },
  }
  expect(signQuery('GET', query, 'testAccessKeySecret')).toBe('Ibgh7y8Vp47LBuAsf5Xhi1SvDss=')
})

test('the stand-in signs characters that encodeURIComponent leaves alone', () => {
  const query = {
    ...{ Action: 'CreateUploadVideo', Version: '2017-03-21', Format: 'JSON', AccessKeyId: 'STS.testAk' },
    ...{ SecurityToken: 'tok/en+1=', SignatureNonce: 'nonce-1', Timestamp: '2026-01-02T03:04:05Z' },
    ...{ SignatureMethod: 'HMAC-SHA1', SignatureVersion: '1.0', Title: "测试 a*b~c'(1)!", FileName: 'v.mp4' },
  }
  expect(signQuery('GET', query, 'secret')).toBe('cLmz7LlDLNV34kX7+M3OJYViBnY=')
})

test('the stand-in has the HMAC-SHA1 and the base64 of Node', () => {
  for (let length = 0; length < 70; length++) {
    const bytes = randomBytes(length)
    expect(encodeBase64(bytes)).toBe(bytes.toString('base64'))
    const text = bytes.toString('latin1')
    expect(hmacSha1('键', text)).toBe(createHmac('sha1', '键').update(text).digest('base64'))
  }
})

test('the stand-in makes a form that ends after five minutes of the device’s clock, for at most 1,000 MiB', () => {
  const key = { accessKeyId: 'STS.a', accessKeySecret: 'secret', securityToken: 'token' }
  const { policy = '', signature, ...fields } = postFields('sv/a/b.mp4', key)
  expect(fields).toEqual({
    key: 'sv/a/b.mp4',
    OSSAccessKeyId: 'STS.a',
    'x-oss-security-token': 'token',
    success_action_status: '200',
  })
  expect(signature).toBe(createHmac('sha1', 'secret').update(policy).digest('base64'))
  const { expiration, conditions } = JSON.parse(Buffer.from(policy, 'base64').toString()) as Record<string, string>
  expect(conditions).toEqual([['content-length-range', 0, 1_048_576_000]])
  expect(Math.abs(Date.parse(expiration ?? '') - Date.now() - 300_000)).toBeLessThan(10_000)
})

test('the stand-in puts the bucket before the host of the endpoint', () => {
  expect(bucketUrl('https://oss-cn-shanghai.aliyuncs.com', 'outin-1')).toBe(
    'https://outin-1.oss-cn-shanghai.aliyuncs.com',
  )
  expect(bucketUrl('http://localhost:8788', 'outin-1')).toBe('http://outin-1.localhost:8788')
})
