import { describe, expect, it } from 'vitest'
import { expectOssAddress, hostNameOf } from './endpoint'

const BUCKET = 'outin-1'

describe('an UploadAddress', () => {
  it.each([
    'https://oss-cn-shanghai.aliyuncs.com',
    'https://oss-cn-shanghai-internal.aliyuncs.com/',
    'https://oss-accelerate.aliyuncs.com',
    'https://cn-shanghai.oss.aliyuncs.com',
    'oss-cn-shanghai.aliyuncs.com',
    'http://localhost:8788',
    'http://127.0.0.1:8788',
    'http://[::1]:8788',
    'http://oss.example.test:8788',
  ])('may name OSS, this machine, or a host that is trusted: %s', (endpoint) => {
    expect(() => expectOssAddress({ endpoint, bucket: BUCKET }, ['example.test'])).not.toThrow()
  })

  it.each([
    ['http://oss-cn-shanghai.aliyuncs.com', BUCKET],
    ['https://evil.test', BUCKET],
    ['https://oss-cn-shanghai.aliyuncs.com.evil.test', BUCKET],
    ['https://evil-oss-cn-shanghai.aliyuncs.com.', BUCKET],
    ['https://vod.cn-shanghai.aliyuncs.com', BUCKET],
    ['https://oss-cn-shanghai.aliyuncs.com@evil.test', BUCKET],
    ['https://evil.test#.oss-cn-shanghai.aliyuncs.com', BUCKET],
    ['https://evil.test\\.oss-cn-shanghai.aliyuncs.com', BUCKET],
    ['https://localhost.evil.test', BUCKET],
    ['ftp://oss-cn-shanghai.aliyuncs.com', BUCKET],
    ['', BUCKET],
    ['https://oss-cn-shanghai.aliyuncs.com', 'evil.test/x'],
    ['https://oss-cn-shanghai.aliyuncs.com', 'user:pass@evil'],
    ['https://oss-cn-shanghai.aliyuncs.com', ''],
  ])('is refused where it leads elsewhere: %s, bucket %s', (endpoint, bucket) => {
    expect(() => expectOssAddress({ endpoint, bucket }, ['example.test'])).toThrow(
      expect.objectContaining({ code: 'endpoint_refused' }),
    )
  })
})

it('the host of a base URL is read without its port', () => {
  expect(['http://127.0.0.1:8788', 'https://VOD.example.test/x', 'http://[::1]:1'].map(hostNameOf)).toEqual([
    '127.0.0.1',
    'vod.example.test',
    '[::1]',
  ])
})
