import { expect, it } from 'vitest'
import { targetOf } from './targets'

const rewrites = {
  'http://127.0.0.1:8787': 'http://127.0.0.1:1111',
  'https://vod.*.aliyuncs.com': 'http://127.0.0.1:2222',
  'http://127.0.0.1:8788': 'http://127.0.0.1:2222',
}

it.each([
  ['http://127.0.0.1:8787/session?a=1', 'http://127.0.0.1:1111/session?a=1'],
  ['http://bucket.localhost:8788/key', 'http://bucket.localhost:2222/key'],
  ['http://localhost:3000/', 'http://localhost:3000/'],
  ['http://127.9.9.9/', 'http://127.9.9.9/'],
  ['https://127.0.0.1:8787/', 'https://127.0.0.1:8787/'],
  ['https://bucket.localhost/key', 'https://bucket.localhost/key'],
  ['https://vod.cn-shanghai.aliyuncs.com/?Action=A%20b', 'http://127.0.0.1:2222/?Action=A%20b'],
  ['https://VOD.ap-southeast-1.aliyuncs.com:443', 'http://127.0.0.1:2222/'],
])('the proxy sends %s to %s', (address, expected) => {
  expect(targetOf(address, rewrites)?.href).toBe(expected)
})

it.each([
  ...[
    'http://vod.cn-shanghai.aliyuncs.com/',
    'https://vod.cn-shanghai.aliyuncs.com:8443/',
    'https://vod.aliyuncs.com/',
  ],
  ...[
    'https://vod.a.b.aliyuncs.com/',
    'https://vod..aliyuncs.com/',
    'https://sts.cn-shanghai.aliyuncs.com/',
    'https://vod.cn-shanghai.aliyuncs.com./',
  ],
  ...['https://vod.x.aliyuncs.com.evil.example/', 'https://vod.x.aliyuncs.com@evil.example/'],
  ...['https://evil.example/vod.x.aliyuncs.com', 'https://outin-1.oss-cn-shanghai.aliyuncs.com/'],
])('the proxy sends nothing to %s, which only resembles a rewrite', (address) => {
  expect(targetOf(address, rewrites)).toBeUndefined()
})

it('the proxy does not leave this machine by a rewrite', () => {
  expect(targetOf('http://127.0.0.1:8787/', { 'http://127.0.0.1:8787': 'https://example.com' })).toBeUndefined()
})

it.each([
  ...['http://example.com/', 'http://127.0.0.1.example.com/', 'http://localhost.example.com/', 'http://10.0.0.1/'],
  ...['http://0.0.0.0/', 'http://127.0.0.1@example.com/', 'file:///etc/passwd', 'ftp://127.0.0.1/', 'no address', ''],
])('the proxy sends nothing to %s', (address) => {
  expect(targetOf(address, {})).toBeUndefined()
})
