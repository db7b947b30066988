import { describe, expect, it } from 'vitest'
import { UploadError } from '../errors'
import { decodeUploadTicket } from './upload-ticket'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')
const address = { Endpoint: 'https://oss-cn-shanghai.aliyuncs.com', Bucket: 'outin-1', FileName: 'sv/视频.mp4' }
const auth = {
  SecurityToken: 'token',
  AccessKeyId: 'STS.key',
  ExpireUTCTime: '2020-08-26T15:15:24Z',
  AccessKeySecret: 'secret',
  Expiration: '3600',
  Region: 'cn-beijing',
}
const answer = { videoId: 'v1', uploadAddress: encode(address), uploadAuth: encode(auth) }
const NOW = Date.parse('2020-08-26T14:25:24Z')

describe('decodeUploadTicket', () => {
  it('reads address and key, and the instant at which the key ends', () => {
    expect(decodeUploadTicket(answer, NOW)).toEqual({
      videoId: 'v1',
      address: { endpoint: 'https://oss-cn-shanghai.aliyuncs.com', bucket: 'outin-1', key: 'sv/视频.mp4' },
      auth: {
        accessKeyId: 'STS.key',
        accessKeySecret: 'secret',
        securityToken: 'token',
        region: 'cn-beijing',
        expiresAt: NOW + 3_000_000,
      },
    })
  })

  it('keeps video and address when only the key is new', () => {
    const before = decodeUploadTicket(answer, NOW)
    const newer = { ...auth, AccessKeyId: 'STS.newer' }
    const after = decodeUploadTicket({ uploadAuth: encode(newer) }, NOW, before)
    expect(after).toEqual({ ...before, auth: { ...before.auth, accessKeyId: 'STS.newer' } })
  })

  it.each([
    ['the endpoint', address.Endpoint, 'cn-shanghai'],
    ['an internal endpoint', 'https://oss-ap-southeast-1-internal.aliyuncs.com', 'ap-southeast-1'],
  ])('falls back on the region of %s', (_, Endpoint, region) => {
    const { Region, ...withoutRegion } = auth
    const uploadAddress = encode({ ...address, Endpoint })
    expect(decodeUploadTicket({ ...answer, uploadAddress, uploadAuth: encode(withoutRegion) }, NOW).auth.region).toBe(
      region,
    )
  })

  it.each([[undefined], ['soon'], [null]])('takes the documented life of 50 minutes where the end is %o', (end) => {
    const uploadAuth = encode({ ...auth, ExpireUTCTime: end })
    expect(decodeUploadTicket({ ...answer, uploadAuth }, NOW).auth.expiresAt).toBe(NOW + 3_000_000)
  })

  it.each([
    ['no VideoId', { ...answer, videoId: undefined }],
    ['no UploadAddress', { ...answer, uploadAddress: undefined }],
    ['an UploadAddress that is not base64', { ...answer, uploadAddress: '***' }],
    ['an UploadAuth that is not JSON', { ...answer, uploadAuth: 'AAAA' }],
    ['an UploadAuth that is null', { ...answer, uploadAuth: encode(null) }],
    ['an UploadAuth without a secret', { ...answer, uploadAuth: encode({ ...auth, AccessKeySecret: '' }) }],
    ['an address without a bucket', { ...answer, uploadAddress: encode({ ...address, Bucket: 7 }) }],
    [
      'no region anywhere',
      {
        ...answer,
        uploadAddress: encode({ ...address, Endpoint: 'https://upload.example.com' }),
        uploadAuth: encode({ ...auth, Region: '' }),
      },
    ],
  ])('refuses %s', (_, broken) => {
    const decode = () => decodeUploadTicket(broken, NOW)
    expect(decode).toThrow(UploadError)
    expect(decode).toThrow(expect.objectContaining({ code: 'vod_malformed' }))
  })
})
