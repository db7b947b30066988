import { expect, it } from 'vitest'
import { signOssV4 } from './v4-signature'

/** The inputs of the official OSS SDKs' own tests. */
const object = { bucket: 'bucket', key: '1234+-/123/1.txt' }
const query = { param1: 'value1', '+param1': 'value3', '|param1': 'value4', param2: '', '+param2': '', '|param2': '' }
const plain = { 'content-type': 'text/plain', 'x-oss-head1': 'value' }
const signer = { accessKeyId: 'ak', accessKeySecret: 'sk', region: 'cn-hangzhou' }

it.each([
  [
    'without a token',
    signer,
    '2023-12-16T16:20:57Z',
    'e21d18daa82167720f9b1047ae7e7f1ce7cb77a31e8203a7d5f4624fa0284afe',
  ],
  [
    'with a token',
    { ...signer, securityToken: 'token' },
    '2023-12-17T03:47:36Z',
    'b94a3f999cf85bcdc00d332fbd3734ba03e48382c36fa4d5af5df817395bd9ea',
  ],
])('signs %s as the official SDKs do', (_, as, time, signature) => {
  const headers = signOssV4('PUT', object, query, plain, as, Date.parse(time))
  const date = time.slice(0, 10).replaceAll('-', '')
  expect(headers['x-oss-date']).toBe(time.replaceAll(/[-:]/g, ''))
  expect(headers.authorization).toBe(
    `OSS4-HMAC-SHA256 Credential=ak/${date}/cn-hangzhou/oss/aliyun_v4_request, Signature=${signature}`,
  )
})
